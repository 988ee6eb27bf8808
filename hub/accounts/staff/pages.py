"""A form of ours on the editors' side, with Wagtail's own furniture around it."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin


class StaffFormView(WagtailAdminTemplateMixin, FormView):
    template_name = "wagtailadmin/generic/form.html"
    permission = ""
    submit_button_label = "Save"
    error_message = "Nothing was done yet: see the fields below."

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.is_allowed():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def me(self) -> Any:
        """Whoever is at work; never anonymous, since Wagtail lets only editors come here."""
        return self.request.user

    def is_allowed(self) -> bool:
        return self.me.has_perm(self.permission)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "action_url": self.request.path,
            "media": context["form"].media,
            "submit_button_label": self.submit_button_label,
            "submit_button_active_label": "One moment …",
        }

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        messages.validation_error(self.request, self.error_message, form)
        return self.render_to_response(self.get_context_data(form=form), status=422)
