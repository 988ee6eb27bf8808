from django import forms

from hub.core.form_fields import FilterForm
from hub.taxonomy.models import Jurisdiction, Term, Topic, Vocabulary

from ..models import Language


class DirectoryForm(FilterForm):
    """The filters of the directory, for members. What cannot be a choice is ignored."""

    q = forms.CharField(label="Name", required=False, max_length=80)
    discipline = forms.ModelChoiceField(
        Term.objects.of(Vocabulary.DISCIPLINE).in_order(),
        to_field_name="slug",
        required=False,
        empty_label="Any role",
    )
    community = forms.ModelChoiceField(
        Term.objects.of(Vocabulary.COMMUNITY_TYPE).in_order(),
        to_field_name="slug",
        required=False,
        empty_label="Any community",
    )
    place = forms.ModelChoiceField(
        Jurisdiction.objects.on_the_map().by_name(),
        to_field_name="slug",
        required=False,
        empty_label="Anywhere",
    )
    helps = forms.ModelChoiceField(
        Topic.objects.order_by("name", "pk"),
        to_field_name="slug",
        required=False,
        label="Can help with",
        empty_label="Any topic",
    )
    wants = forms.ModelChoiceField(
        Topic.objects.order_by("name", "pk"),
        to_field_name="slug",
        required=False,
        label="Wants help with",
        empty_label="Any topic",
    )
    language = forms.ChoiceField(choices=[("", "Any language"), *Language.choices], required=False)
