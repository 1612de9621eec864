/** The page of a panel: one script and one style sheet of ours, and nothing else from anywhere. */

export interface PanelPage {
  readonly title: string;
  /** Addresses that the page may load: of the bundle and its style sheet. */
  readonly script: string;
  readonly style: string;
  /** What VS Code calls its own resources in a Content Security Policy. */
  readonly cspSource: string;
  /** Never used twice: whatever else got into the page does not run. */
  readonly nonce: string;
}

export function panelHtml({ title, script, style, cspSource, nonce }: PanelPage): string {
  const policy = `default-src 'none'; style-src ${cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${attribute(title)}</title>
<link rel="stylesheet" href="${attribute(style)}">
</head>
<body>
<script nonce="${attribute(nonce)}" src="${attribute(script)}"></script>
</body>
</html>
`;
}

function attribute(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}
