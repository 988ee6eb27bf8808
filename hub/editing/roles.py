"""The groups and workflows of the editors' side by their names; rooms above and below use them."""

EDITORS = "Editors"
REVIEWERS = "Reviewers"
CLINICAL_REVIEWERS = "Clinical reviewers"
MENTOR_SITE_MANAGERS = "Mentor site managers"
STEWARDS = "Community stewards"
TRUST_OFFICERS = "Trust officers"
MENTORING_STAFF = "Mentoring staff"

REVIEW = "Review before publishing"
CLINICAL_REVIEW = "Review with clinical sign-off"
