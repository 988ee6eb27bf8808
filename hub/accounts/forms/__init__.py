from .addresses import ChangeEmailForm
from .joining import AgencyJoinForm, ConfirmEmailForm, InvitedJoinForm, JoinForm
from .own_name import NameForm
from .passwords import (
    ChangePasswordForm,
    ConfirmPasswordForm,
    NewPasswordForm,
    ResetPasswordForm,
    SetPasswordForm,
)
from .second_steps import (
    AddAppForm,
    AddPasskeyForm,
    ConfirmCodeForm,
    ConfirmPasskeyForm,
    PasskeySignInForm,
    RenamePasskeyForm,
    SecondStepForm,
    SecondStepPasskeyForm,
)
from .signing_in import SignInForm

__all__ = [
    "AddAppForm",
    "AddPasskeyForm",
    "AgencyJoinForm",
    "ChangeEmailForm",
    "ChangePasswordForm",
    "ConfirmCodeForm",
    "ConfirmEmailForm",
    "ConfirmPasskeyForm",
    "ConfirmPasswordForm",
    "InvitedJoinForm",
    "JoinForm",
    "NameForm",
    "NewPasswordForm",
    "PasskeySignInForm",
    "RenamePasskeyForm",
    "ResetPasswordForm",
    "SecondStepForm",
    "SecondStepPasskeyForm",
    "SetPasswordForm",
    "SignInForm",
]
