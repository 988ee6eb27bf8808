from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("resources", "0006_fill_what_lists_are_ordered_by")]

    operations = [
        migrations.AddIndex(
            model_name="resourcepage",
            index=models.Index(fields=["review_due", "page_ptr"], name="review_due_first"),
        ),
    ]
