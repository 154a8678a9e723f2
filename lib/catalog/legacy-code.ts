/**
 * The spelling of a code in a legacy envelope.
 */
interface Row { readonly legacyCode?: string | undefined, readonly refines?: string | undefined }

/**
 * A special case without an old spelling has that of its general code, which clients have known before.
 *
 * @param problems a catalog, or the problems of a snapshot
 */
export function legacyCodeOf (code: string, problems: Readonly<Record<string, Row>>): string {
  const { legacyCode, refines = code } = problems[code] ?? {}
  return legacyCode ?? problems[refines]?.legacyCode ?? refines
}
