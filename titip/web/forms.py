"""The form renderer: plain `{{ form }}` draws GOV.UK Frontend's markup, with labels, hints and errors tied together.

Django finds our templates by name in `titip/web/templates/django/forms/`. What a form's author may say in a widget's
`attrs` beside HTML's own attributes:

- `class`: added to the component's class, e.g. `govuk-input--width-5`, `govuk-radios--inline`, `govuk-radios--small`;
- `maxlength` on a textarea draws a character count; it is never sent to the browser as a limit, because a browser cuts
  what is pasted without a word, and nothing typed may be lost;
- `data-hint` on one choice (`create_option`) draws a hint under that choice, `data-divider` a word above it ("or").
"""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Named by FORM_RENDERER; looks in our templates first, then in Django's."""

    form_template_name = "django/forms/div.html"
    formset_template_name = "django/forms/formsets/div.html"
    field_template_name = "django/forms/field.html"
