from hub.resources.forms import ResourcePageForm, TermsField
from hub.taxonomy.models import Vocabulary


class MentorSitePageForm(ResourcePageForm):
    # Under this name the page keeps the number of residents; the people served are asked as such.
    population = None  # type: ignore[assignment]  # how Django takes a field away
    served = TermsField(Vocabulary.POPULATION)
    mentor_offer = TermsField(Vocabulary.MENTOR_OFFER)
    partnership_configuration = TermsField(Vocabulary.PARTNERSHIP_CONFIGURATION)
    funding_source = TermsField(Vocabulary.FUNDING_SOURCE)
