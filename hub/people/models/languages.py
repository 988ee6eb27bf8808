from django.db import models


class Language(models.TextChoices):
    """Languages in which members can help: those most spoken at home in the United States, with
    American Sign Language and the tribal languages with the most speakers (Census Bureau, 2019).
    """

    ENGLISH = "en", "English"
    SPANISH = "es", "Spanish"
    ASL = "ase", "American Sign Language"
    ARABIC = "ar", "Arabic"
    CHEROKEE = "chr", "Cherokee"
    CHINESE = "zh", "Chinese"
    CHOCTAW = "cho", "Choctaw"
    DAKOTA = "dak", "Dakota and Lakota"
    FRENCH = "fr", "French"
    GERMAN = "de", "German"
    HAITIAN = "ht", "Haitian Creole"
    HINDI = "hi", "Hindi"
    HMONG = "hmn", "Hmong"
    KOREAN = "ko", "Korean"
    NAVAJO = "nv", "Navajo"
    OJIBWE = "oj", "Ojibwe"
    POLISH = "pl", "Polish"
    PORTUGUESE = "pt", "Portuguese"
    RUSSIAN = "ru", "Russian"
    SOMALI = "so", "Somali"
    TAGALOG = "tl", "Tagalog"
    UKRAINIAN = "uk", "Ukrainian"
    URDU = "ur", "Urdu"
    VIETNAMESE = "vi", "Vietnamese"
    YUPIK = "ypk", "Yup’ik"
