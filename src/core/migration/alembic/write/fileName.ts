/** The name of a new revision's file, as Alembic's `ScriptDirectory._rev_path` makes it. */
import type { CreateDate } from './createDate.ts';
import type { ScriptStyle } from './scriptStyle.ts';

/** @returns With folders where the template names some; `undefined` for a template that Python could not fill. */
export function fileNameOf(
  revision: string,
  message: string,
  date: CreateDate,
  { fileTemplate, truncateSlugLength }: ScriptStyle,
): string | undefined {
  const { text: _, ...numbers } = date;
  const slug = slugOf(message, truncateSlugLength);
  const name = formatted(fileTemplate, { rev: revision, slug, ...numbers });
  return name === undefined ? undefined : `${name}.py`;
}

export function slugOf(message: string, longest: number): string {
  const slug = (message.match(/[\p{L}\p{M}\p{N}_]+/gu) ?? []).join('_').toLowerCase();
  if (slug.length <= longest) return slug;
  const cut = slug.slice(0, longest);
  const end = cut.lastIndexOf('_');
  return `${end < 0 ? cut : cut.slice(0, end)}_`;
}

/** Python's `%` operator with a dict on its right. */
function formatted(template: string, values: Readonly<Record<string, string | number>>): string | undefined {
  let known = true;
  const text = template.replace(
    /%(?:%|\((\w+)\)(0?)(\d*)(?:\.(\d+))?([ds])|)/g,
    (
      whole,
      name: string | undefined,
      zero: string,
      width: string,
      digits: string | undefined,
      type: string,
    ) => {
      if (whole === '%%') return '%';
      const value = name !== undefined && Object.hasOwn(values, name) ? values[name] : undefined;
      if (value === undefined || (type === 'd' && typeof value !== 'number')) {
        known = false;
        return '';
      }
      const shown = digitsOf(String(value), digits, type);
      return shown.padStart(Number(width), zero === '0' && type === 'd' ? '0' : ' ');
    },
  );
  return known ? text : undefined;
}

function digitsOf(value: string, digits: string | undefined, type: string): string {
  if (digits === undefined) return value;
  return type === 'd' ? value.padStart(Number(digits), '0') : value.slice(0, Number(digits));
}
