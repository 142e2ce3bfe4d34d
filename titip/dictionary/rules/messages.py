"""Messages of pure modules: English sentences that are also the ids of their translations."""

from titip.kit.messages import gettext_noop

__all__ = ["Told", "gettext_noop"]


class Told(ValueError):
    """An error made for a person. ``template % params`` is the message; the template is a message id for translation."""

    def __init__(self, code: str, template: str, **params: object) -> None:
        super().__init__(template % params if params else template)
        self.code = code
        self.template = template
        self.params = params
