import datetime
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce, TruncDate

NEVER = datetime.date(1970, 1, 1)
NEVER_AT = datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)


def fill(apps, schema_editor):
    """The columns of what there is already, in one statement."""
    pages = apps.get_model("wagtailcore", "Page").objects.filter(pk=OuterRef("pk")).order_by()
    published = Subquery(pages.values("first_published_at")[:1])
    day = Subquery(pages.annotate(day=TruncDate("first_published_at")).values("day")[:1])
    apps.get_model("resources", "ResourcePage").objects.update(
        listed_kind=Subquery(pages.values("content_type__model")[:1]),
        listed_at=Coalesce(published, NEVER_AT),
        listed_reviewed=Coalesce(F("last_reviewed"), NEVER),
        listed_fresh=Coalesce(F("last_reviewed"), day, NEVER),
        listed_title=Subquery(pages.values("title")[:1]),
    )


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
            field=models.DateTimeField(default=NEVER_AT, editable=False),
        ),
        migrations.AddField(
            model_name='resourcepage',
            name='listed_fresh',
            field=models.DateField(default=NEVER, editable=False),
        ),
        migrations.AddField(
            model_name='resourcepage',
            name='listed_kind',
            field=models.CharField(blank=True, editable=False, max_length=100),
        ),
        migrations.AddField(
            model_name='resourcepage',
            name='listed_reviewed',
            field=models.DateField(default=NEVER, editable=False),
        ),
        migrations.AddField(
            model_name='resourcepage',
            name='listed_title',
            field=models.CharField(blank=True, editable=False, max_length=255),
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
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=False),
    ]
