/**
 * The rules about extension members. The direction is always the response: narrowing is fine, widening breaks.
 */
import { breaking, fine, review, warning } from './rule.js'

export const extensionRules = {
  'extensions-all-removed': breaking('wire+source', 'The type has no extension members any more.', 'Keep them.'),
  'extension-removed': breaking('wire+source', 'A member that was always there must stay.', 'Keep the member.'),
  'extension-removed-optional': breaking(
    'source', 'Optional for the service, read by clients; a later member of the same name could have another type.',
    'Keep the member in the schema.'
  ),
  'extension-became-optional': breaking(
    'wire+source', 'Clients read it without a check.', "Keep the member in 'required'."
  ),
  'extension-type-changed': breaking(
    'wire+source', 'Clients read the old type.', 'Keep the type; add a member with a new name.'
  ),
  'extension-type-widened': breaking(
    'wire+source', 'Old clients meet a value that they cannot hold, such as null or a fraction.',
    'Keep the type; add a member with a new name.'
  ),
  'extension-format-changed': breaking(
    'wire', 'The same JSON type, another meaning.', 'Keep the format; add a member with a new name.'
  ),
  'extension-undecidable': review(
    'wire', 'A part of the schema changed that the check cannot judge (oneOf, not, pattern, $ref and the like).',
    'Let somebody who knows the clients approve it.'
  ),
  'extension-enum-value-added': warning(
    'source', 'A client that switches on the values has no branch for the new one.',
    'Declare the values open, with x-extensible-enum instead of enum.'
  ),
  'extension-enum-opened': warning('source', 'A closed list of values became an open one.'),
  'extension-bound-relaxed': warning('wire', 'A client with room for the old bound may meet a larger value.'),
  'extensions-first-added': fine('', 'Clients ignore members that they do not know (RFC 9457 §3.2).'),
  'extension-added': fine('', 'Clients ignore members that they do not know (RFC 9457 §3.2).'),
  'extension-became-required': fine('wire', 'A stronger promise.'),
  'extension-type-narrowed': fine('wire', 'Every new value is one that old clients can hold.'),
  'extension-enum-value-added-open': fine('', 'The list was declared open.'),
  'extension-enum-value-removed': fine('source', 'A value that is never sent again.'),
  'extension-bound-tightened': fine('', 'Every new value is one that old clients can hold.'),
  'extension-closed-opened': fine('', 'Clients ignore members that they do not know.'),
  'extension-opened-closed': fine('', 'Fewer members that the schema does not list.'),
  'extension-description-changed': fine('', 'Text for humans.')
}
