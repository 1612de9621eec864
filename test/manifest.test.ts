/** What the manifest promises equals what the code does. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commandIds } from '../src/app/commandIds.ts';
import { settingsJsonSchemas } from '../src/core/settingsSchema.ts';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category?: string;
    }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when?: string }[]>>;
    readonly configuration: { readonly properties: Readonly<Record<string, object>> };
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string }[];
  };
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
}

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as Manifest;
const { commands, menus, configuration, views, viewsWelcome } = manifest.contributes;
const known = new Set(commandIds.map((id) => `driftline.${id}`));

test('the commands contributed are those that are handled', () => {
  expect(commands.map(({ command }) => command).sort()).toEqual([...known].sort());
});

test('every command stands under Driftline in the palette', () => {
  expect(commands.filter(({ category }) => category !== 'Driftline')).toEqual([]);
});

test('menus offer only commands there are', () => {
  const offered = Object.values(menus).flatMap((items) => items.map(({ command }) => command));
  expect(offered.filter((command) => !known.has(command))).toEqual([]);
});

test('a command that needs a node of a view is hidden from the palette', () => {
  const inContext = new Set((menus['view/item/context'] ?? []).map(({ command }) => command));
  const inTitle = new Set((menus['view/title'] ?? []).map(({ command }) => command));
  const hidden = new Set((menus.commandPalette ?? []).map(({ command }) => command));
  const shown = [...inContext].filter((command) => !hidden.has(command) && !inTitle.has(command));
  expect(shown).toEqual([]);
});

test('welcome views belong to views and link to commands there are', () => {
  const ids = Object.values(views).flatMap((list) => list.map(({ id }) => id));
  for (const { view, contents } of viewsWelcome) {
    expect(ids).toContain(view);
    const links = [...contents.matchAll(/command:(driftline\.\w+)/g)].map((match) => match[1] ?? '');
    expect(links.filter((command) => !known.has(command))).toEqual([]);
  }
});

test('the settings contributed have the shapes, defaults and descriptions that are read', () => {
  const contributed = Object.entries(configuration.properties).map(
    ([id, { scope: _, ...schema }]: [string, { scope?: string }]) => [id, schema],
  );
  expect(Object.fromEntries(contributed)).toEqual(settingsJsonSchemas());
});

test('what decides where to connect is not taken from a workspace that is not trusted', () => {
  const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
  expect(restrictedConfigurations).toEqual(
    expect.arrayContaining(['driftline.environments', 'driftline.projects']),
  );
});
