import django.core.validators
from django.db import migrations, models

import hub.accounts.names


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_give_handles")]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="handle",
            field=models.CharField(default=hub.accounts.names.new_handle, help_text='The end of the address of your page: /people/your-handle/.', max_length=40, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\Z', 'Use small letters, digits and hyphens, and begin and end with a letter or digit.')]),
        ),
        migrations.AlterField(
            model_name="user",
            name="handle_key",
            field=models.CharField(editable=False, max_length=80, unique=True),
        ),
    ]
