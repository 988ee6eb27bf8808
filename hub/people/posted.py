from django.http import HttpRequest, QueryDict


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with; nothing when it is only shown. An empty answer is an answer."""
    return request.POST if request.method == "POST" else None
