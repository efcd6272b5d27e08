// Django's JavaScript catalog: a script that the page loads before its modules.

declare var django:
  | {
      gettext(text: string): string;
      ngettext(singular: string, plural: string, count: number): string;
      pgettext(context: string, text: string): string;
    }
  | undefined;
