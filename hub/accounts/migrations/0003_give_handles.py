from django.db import migrations
from django.db.models.functions import Lower

from hub.accounts.names import new_handle, skeleton


def give_handles(apps, schema_editor):
    for user in apps.get_model("accounts", "User").objects.filter(handle=None).iterator():
        user.handle = new_handle()
        user.handle_key = skeleton(user.handle)[:80]
        user.name_key = skeleton(user.name)[:160]
        user.save(update_fields=["handle", "handle_key", "name_key"])


def make_addresses_small(apps, schema_editor):
    # In one statement: two addresses that differ in capitals only are refused already.
    users = apps.get_model("accounts", "User").objects
    users.exclude(email=Lower("email")).update(email=Lower("email"))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_members")]

    operations = [
        migrations.RunPython(give_handles, migrations.RunPython.noop),
        migrations.RunPython(make_addresses_small, migrations.RunPython.noop),
    ]
