/** Fetches the settings for `core/settings.ts` to read. */
import * as vscode from 'vscode';
import type { SearchRoot } from '../app/workspacePorts.ts';
import type { SettingsReading } from '../core/settingsSchema.ts';

/** In a workspace that is not trusted, what says where to connect is not taken from it: see the manifest. */
export async function currentSettings(): Promise<SettingsReading> {
  const { readSettings, settingIds } = await import('../core/settingsSchema.ts');
  const configuration = vscode.workspace.getConfiguration();
  return readSettings(
    Object.fromEntries(settingIds.map((id) => [id, plainCopy(configuration.get<unknown>(id))])),
  );
}

export function searchRoots(): readonly SearchRoot[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map(({ uri }) => {
      const excluded = vscode.workspace
        .getConfiguration('files', uri)
        .get<Record<string, unknown>>('exclude', {});
      return {
        folder: pathOf(uri),
        excludes: Object.keys(excluded).filter((glob) => excluded[glob] === true),
      };
    });
}

/** A path as the core wants it: absolute, with forward slashes. */
export function pathOf(uri: vscode.Uri): string {
  return uri.fsPath.replaceAll('\\', '/');
}

/** VS Code hands out proxies that refuse to be changed, which validators do. */
function plainCopy(value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
}
