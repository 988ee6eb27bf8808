from .uploads import ACCEPT, LARGEST, LARGEST_FOR_NEW, CheckedFile, check_upload

__all__ = ["ACCEPT", "LARGEST", "LARGEST_FOR_NEW", "CheckedFile", "check_upload"]
