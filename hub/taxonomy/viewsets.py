"""The editors' lists of words, topics and places."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from hub.core.newer_rows import TellingViewSet

from .models import GlossaryEntry, Jurisdiction, Term, Topic


class TermViewSet(TellingViewSet):
    model = Term
    icon = "list-ul"
    menu_label = "Vocabularies"
    list_display = ["label", "vocabulary", "slug", "sort_order"]
    list_filter = ["vocabulary"]
    search_fields = ["label", "slug", "definition"]
    ordering = ["vocabulary", "sort_order", "label"]
    list_per_page = 50
    panels = [
        FieldRowPanel(["vocabulary", "slug"]),
        "label",
        "definition",
        "sort_order",
    ]


class TopicViewSet(TellingViewSet):
    model = Topic
    icon = "tag"
    menu_label = "Topics"
    list_display = ["name", "slug", "sort_order"]
    search_fields = ["name", "slug", "definition"]
    ordering = ["sort_order", "name"]
    list_per_page = 50
    panels = ["name", "slug", "definition", "sort_order"]


class JurisdictionViewSet(TellingViewSet):
    model = Jurisdiction
    icon = "globe"
    menu_label = "Places"
    list_display = ["name", "kind", "code"]
    list_filter = ["kind"]
    search_fields = ["name", "code", "postal"]
    ordering = ["name"]
    list_per_page = 50
    panels = [
        MultiFieldPanel(
            ["name", FieldRowPanel(["code", "slug"]), "kind", "aliases"], heading="The place"
        ),
        FieldPanel("overview"),
        MultiFieldPanel(["parents", "neighbors"], heading="Around it"),
        MultiFieldPanel([FieldRowPanel(["population", "population_year"])], heading="People"),
        MultiFieldPanel(
            [
                FieldRowPanel(["postal", "fips"]),
                "ocd_division",
                "openstates_jurisdiction",
                "legiscan_state_id",
                FieldRowPanel(["census_region", "census_division", "hhs_region"]),
            ],
            heading="Numbers in other systems",
        ),
    ]


class GlossaryViewSet(TellingViewSet):
    model = GlossaryEntry
    icon = "openquote"
    menu_label = "Glossary"
    list_display = ["term", "category", "is_shown"]
    list_filter = ["category", "is_shown"]
    search_fields = ["term", "definition"]
    ordering = ["term"]
    list_per_page = 50


class TaxonomyViewSetGroup(SnippetViewSetGroup):
    items = (TopicViewSet, JurisdictionViewSet, TermViewSet, GlossaryViewSet)
    menu_icon = "tag"
    menu_label = "Words and places"
    menu_name = "taxonomy"
    menu_order = 250
