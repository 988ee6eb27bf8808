from wagtail import hooks
from wagtail.log_actions import LogFormatter

from .loading.trees import LOADED


@hooks.register("register_log_actions")
def name_loading_in_histories(actions):
    @actions.register_action(LOADED)
    class LoadFormatter(LogFormatter):
        label = "Load"
        message = "Loaded from the Consortium's content files"

        def format_comment(self, log_entry):
            return log_entry.data.get("note", "")
