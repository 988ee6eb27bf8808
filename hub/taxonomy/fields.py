from hub.core.form_fields import RowsField


class TopicsField(RowsField):
    """Topics of the one list that everything published shares."""

    default_error_messages = {"no_row": "Choose topics from the list."}
