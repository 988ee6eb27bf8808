from wagtail.admin.views.account import NameEmailSettingsPanel

from .forms import NameForm

# Wagtail offers no hook to change this panel, and its form asks for names that we do not keep.
NameEmailSettingsPanel.form_class = NameForm
