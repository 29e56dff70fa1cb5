"""Which characters are Chinese, and which an English reader should not meet."""

import re

HAN = "\u3400-\u9fff\uf900-\ufaff"
CHINESE = re.compile(f"[{HAN}]")
# In an English text full-width punctuation is a slip as well.
NOT_ENGLISH = re.compile(f"[{HAN}\u3000-\u303f\uff00-\uffef]+")
