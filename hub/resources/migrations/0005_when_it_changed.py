import datetime
from django.conf import settings
from django.db import migrations, models


NEVER_AT = datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0002_pictures_are_described_or_decorative'),
        ('principles', '0002_pictures_are_described_or_decorative'),
        ('resources', '0004_pictures_are_described_or_decorative'),
        ('taxonomy', '0001_initial'),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='resourcepage',
            name='changed_at',
            field=models.DateTimeField(db_default=NEVER_AT, default=NEVER_AT, editable=False),
        ),
        migrations.AddIndex(
            model_name='resourcepage',
            index=models.Index(fields=['listed_title', 'page_ptr'], name='listed_anything_title'),
        ),
        migrations.AddIndex(
            model_name='resourcepage',
            index=models.Index(fields=['listed_kind', '-changed_at', '-page_ptr'], name='listed_changed'),
        ),
        migrations.AddIndex(
            model_name='resourcepage',
            index=models.Index(fields=['-changed_at', '-page_ptr'], name='listed_anything_changed'),
        ),
    ]
