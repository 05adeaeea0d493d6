/** What stands before the name of a source where a scan has several projects: `shop/` for `shop/seam.yaml`. */
export function labelOf(project: string, projects: number): string {
  if (projects < 2) return '';
  const folder = project.replace(/(?:^|\/)seam\.yaml$/, '');
  return `${folder === '' ? '.' : folder}/`;
}
