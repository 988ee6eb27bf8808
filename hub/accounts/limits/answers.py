"""How a refusal looks: 429, when to try again, and everything typed still there."""

from functools import wraps
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .asking import Refusal

CODE = "too_many"


def refuse_form(form: forms.BaseForm, refusal: Refusal, field: str | None = None) -> None:
    """Puts the refusal into `form`, at its top or next to `field`."""
    form.add_error(field, as_error(refusal))


def as_error(refusal: Refusal) -> ValidationError:
    return ValidationError(refusal.words, code=CODE, params={"seconds": refusal.seconds})


def seconds_in(form: forms.BaseForm) -> int:
    """How long the refusal in `form` says to wait; 0 without one."""
    errors = [e for found in form.errors.as_data().values() for e in found if e.code == CODE]
    return max((error.params["seconds"] for error in errors if error.params), default=0)


def answers_429(response: HttpResponse, seconds: int) -> HttpResponse:
    response.status_code = 429
    response.headers["Retry-After"] = str(seconds)
    return response


def too_many(request: HttpRequest, refusal: Refusal, **context: Any) -> HttpResponse:
    """A page of its own for what has no form to come back to."""
    context = {"refusal": refusal, **context}
    return answers_429(render(request, "accounts/too_many.html", context), refusal.seconds)


def with_form_status(view: Any) -> Any:
    """Lets a class-based view answer 422 for what it refuses, and 429 for what came too often."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        was_posted = request.method == "POST"
        response = view(request, *args, **kwargs)
        context = getattr(response, "context_data", None) or {} if was_posted else {}
        for form in context.values():
            if response.status_code == 200 and isinstance(form, forms.BaseForm) and form.errors:
                seconds = seconds_in(form)
                if seconds:
                    return answers_429(response, seconds)
                response.status_code = 422
        return response

    return wrapped
