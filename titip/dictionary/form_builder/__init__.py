"""Makes a form from declared elements: every element with its control and the ways not to answer (S6, S14).

Names in the posted data: ``code`` holds the value; ``code__missing`` the reason for none; ``code__certainty`` and ``code__source``
where they are asked. Where one is chosen of a few, ``code`` may also hold ``__declined`` and the like, because both are one group.
"""

from titip.dictionary.form_builder.form import Context, ElementForm, FormSection, build
from titip.dictionary.form_builder.rows import Pressed, press

__all__ = ["Context", "ElementForm", "FormSection", "Pressed", "build", "press"]
