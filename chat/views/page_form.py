"""How the forms of the pages are drawn, and how they show what an action refused."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar

from django import forms
from django.forms.renderers import TemplatesSetting
from django.forms.utils import ErrorList
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from chat.protocol.errors import Code, Refused
from chat.views.refusals import for_script, say_when


class PageRenderer(TemplatesSetting):
    """Our templates for forms and fields. The admin keeps Django's."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


class PageField(forms.BoundField):
    """A field whose widget has our class where it is a box to write or choose in."""

    def as_widget(self, widget: Any = None, attrs: Any = None, only_initial: bool = False) -> Any:
        has_box = not isinstance(widget or self.field.widget, forms.CheckboxInput | forms.HiddenInput)
        given = {"class": "input"} if has_box else {}
        return super().as_widget(widget, {**given, **(attrs or {})}, only_initial)


class PageErrors(ErrorList):
    """The errors of a field, or those of the whole form."""

    template_name = "forms/errors.html"


class PageForm(forms.Form):
    """A form of the pages: labels without colons, an error in red beside its field.

    `refused_at` names the field beside which a refusal is shown, by its code. The field None is the form as a
    whole, the code None every other code. A refusal that has no place there is a page of its own.
    """

    default_renderer = PageRenderer
    bound_field_class = PageField
    use_required_attribute = True
    refused_at: ClassVar[Mapping[Code | None, str | None]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", "error_class": PageErrors, **kwargs})
        self.refusal: Refused | None = None

    @contextmanager
    def showing_refusals(self) -> Iterator[None]:
        """What an action refuses within is an error of the form from then on."""
        try:
            yield
        except Refused as no:
            code = no.code if no.code in self.refused_at else None
            if code not in self.refused_at:
                raise
            self.refusal = no
            self.add_error(self.refused_at[code], str(no))


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was filled in with; None where it is asked for."""
    return request.POST if request.method == "POST" else None


def form_page(
    request: HttpRequest, template: str, context: Mapping[str, Any], form: PageForm, *, status: int = 200
) -> HttpResponse:
    """The page with the form on it, to be filled in, or again; for our scripts, what is wrong with it."""
    if form.errors and for_script(request):
        wrong = " ".join(str(error) for errors in form.errors.values() for error in errors)
        answer = HttpResponse(wrong, status=400, content_type="text/plain; charset=utf-8")
        return say_when(answer, form.refusal)
    return say_when(render(request, template, {**context, "form": form}, status=status), form.refusal)
