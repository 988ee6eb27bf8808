from hub.resources.forms import ResourcePageForm, TermsField
from hub.taxonomy.models import Vocabulary


class MentorSitePageForm(ResourcePageForm):
    mentor_offer = TermsField(Vocabulary.MENTOR_OFFER)
    partnership_configuration = TermsField(Vocabulary.PARTNERSHIP_CONFIGURATION)
    funding_source = TermsField(Vocabulary.FUNDING_SOURCE)
