from hub.resources.models import ResourceQuerySet


class MentorSiteQuerySet(ResourceQuerySet):
    def open_first(self):
        return self.order_by("-takes_requests", "title", "pk")

    def with_cards(self):
        return super().with_cards().select_related("lead_agency_type", "population_band", "care")

    def with_comparison(self):
        """Everything that is compared side by side, in three statements."""
        columns = ("hours", "staffing_band", "call_volume_band")
        return self.with_cards().select_related(*columns).prefetch_related("terms")
