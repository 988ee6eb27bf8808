import datetime
from django.conf import settings
from django.db import migrations, models

NEVER = datetime.date(1970, 1, 1)
NEVER_AT = datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0001_initial'),
        ('principles', '0001_initial'),
        ('resources', '0002_program_facts'),
        ('taxonomy', '0001_initial'),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='resourcepage',
            name='listed_at',
            field=models.DateTimeField(db_default=NEVER_AT, default=NEVER_AT, editable=False),
        ),
        migrations.AddField(
            model_name='resourcepage',
            name='listed_fresh',
            field=models.DateField(db_default=NEVER, default=NEVER, editable=False),
        ),
        migrations.AddField(
            model_name='resourcepage',
            name='listed_kind',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=100),
        ),
        migrations.AddField(
            model_name='resourcepage',
            name='listed_reviewed',
            field=models.DateField(db_default=NEVER, default=NEVER, editable=False),
        ),
        migrations.AddField(
            model_name='resourcepage',
            name='listed_title',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=255),
        ),
        migrations.AddIndex(
            model_name='resourcepage',
            index=models.Index(fields=['listed_kind', '-listed_at', '-page_ptr'], name='listed_newest'),
        ),
        migrations.AddIndex(
            model_name='resourcepage',
            index=models.Index(fields=['listed_kind', '-listed_reviewed', '-page_ptr'], name='listed_reviewed'),
        ),
        migrations.AddIndex(
            model_name='resourcepage',
            index=models.Index(fields=['listed_kind', 'listed_title', 'page_ptr'], name='listed_title'),
        ),
        migrations.AddIndex(
            model_name='resourcepage',
            index=models.Index(fields=['-listed_fresh', '-page_ptr'], name='listed_fresh'),
        ),
        migrations.AddIndex(
            model_name='resourcepage',
            index=models.Index(fields=['-listed_at', '-page_ptr'], name='listed_anything_newest'),
        ),
    ]
