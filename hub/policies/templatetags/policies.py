from django import template

register = template.Library()


@register.filter
def level_counts(levels: dict[str, int]) -> str:
    """ "15 federal, 57 state, 3 local" from level → number."""
    return ", ".join(f"{count} {level}" for level, count in levels.items())
