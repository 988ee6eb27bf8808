import datetime
from django.db import migrations
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce, TruncDate

NEVER = datetime.date(1970, 1, 1)
NEVER_AT = datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)


def fill(apps, schema_editor):
    """The columns of what there is already, in one statement; done twice, it sets right what is wrong."""
    pages = apps.get_model("wagtailcore", "Page").objects.filter(pk=OuterRef("pk")).order_by()
    published = Subquery(pages.values("first_published_at")[:1])
    changed = Subquery(pages.values("last_published_at")[:1])
    day = Subquery(pages.annotate(day=TruncDate("first_published_at")).values("day")[:1])
    apps.get_model("resources", "ResourcePage").objects.update(
        listed_kind=Subquery(pages.values("content_type__model")[:1]),
        listed_at=Coalesce(published, NEVER_AT),
        listed_reviewed=Coalesce(F("last_reviewed"), NEVER),
        listed_fresh=Coalesce(F("last_reviewed"), day, NEVER),
        listed_title=Subquery(pages.values("title")[:1]),
        changed_at=Coalesce(changed, NEVER_AT),
    )


class Migration(migrations.Migration):

    dependencies = [
        ('resources', '0005_when_it_changed'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=False),
    ]
