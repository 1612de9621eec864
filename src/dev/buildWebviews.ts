/** Bundles the pages of the panels into `dist/webview`: for each a script and a style sheet, and nothing beside them. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { type BuildOptions, build as bundle } from 'esbuild';
import { root } from './root.ts';

export const webviewFolder = path.join(root, 'dist/webview');

const pages = ['preview', 'graph'] as const;

export interface WebviewBuild {
  readonly production: boolean;
}

export async function buildWebviews(settings: WebviewBuild): Promise<void> {
  await rm(webviewFolder, { recursive: true, force: true });
  await bundle(webviewOptions(settings));
}

export function webviewOptions({ production }: WebviewBuild): BuildOptions {
  return {
    absWorkingDir: root,
    bundle: true,
    platform: 'browser',
    format: 'iife',
    // Of VS Code 1.100, the oldest that the manifest allows.
    target: 'chrome132',
    entryPoints: pages.flatMap((page) => [
      { in: `src/webview/${page}/main.ts`, out: page },
      { in: `src/webview/${page}/${page}.css`, out: page },
    ]),
    outdir: webviewFolder,
    minify: production,
    sourcemap: production ? false : 'inline',
    // Lit tells every console that it is being developed with, otherwise.
    conditions: ['production'],
    logLevel: 'warning',
  };
}
