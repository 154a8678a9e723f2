/**
 * The rules about a code as a whole: that it exists, how it is identified, when it is removed.
 */
import { breaking, fine, review, warning } from './rule.js'

const retire = "Move the code to 'retired' in defineCatalog(), with its status and type."
const keep =
  "Keep the code and deprecate it; retire it after its sunset. Where it goes at once, reserve its name in 'retired'."

export const codeRules = {
  'code-removed': breaking(
    'wire+source',
    'Clients that handle the code lose the case they rely on; something else is now sent for the same situation.', keep
  ),
  'code-renamed': breaking(
    'wire+source', 'Clients know the old name only; the new code looks like it in all else.',
    "Keep the old code, or bring it back as deprecated with the new one as 'replacedBy'."
  ),
  'code-removed-before-sunset': breaking(
    'wire', 'The published end date is a promise.', 'Bring the code back until its sunset has passed.'
  ),
  'code-removed-without-retiring': breaking(
    'semantic', 'Without the reserved name and type, a later code could use them again with another meaning.', retire
  ),
  'retired-removed': breaking(
    'semantic', 'Reserved names and types stay reserved.',
    "Put the entry back into 'retired', with the type that it had."
  ),
  'status-changed': breaking(
    'wire', 'The status drives caches, gateways, retries, OpenAPI response keys and generated unions.',
    'Keep the status; add a new code for the new situation.'
  ),
  'type-uri-changed': breaking(
    'wire', 'Consumers must use the type as the primary identifier (RFC 9457 §3.1.1).',
    "Keep the URI: state it as 'type', or restore the base."
  ),
  'action-changed': breaking(
    'semantic', 'Clients switch on the action; the same code means the same action.',
    'Keep the action; add a new code for the new one.'
  ),
  'action-removed': breaking('semantic', 'Clients that switch on the action fall through.', 'Keep the action.'),
  'wire-text-removed': breaking(
    'semantic', 'Programs that follow the guidance in the answer no longer find it.',
    "Keep 'guidance' in the option 'wire', and a guidance in the row."
  ),
  'retry-disabled': breaking(
    'semantic', 'Clients with the old catalog keep repeating a request that can never succeed.',
    'Keep the retry rule; add a new code for what must not be repeated.'
  ),
  'retry-any-withdrawn': breaking(
    'semantic', 'Old clients repeat a POST because the service promised that nothing was executed: a double charge.',
    "Keep 'any'; add a new code for failures whose outcome is unknown."
  ),
  'retry-after-guarantee-dropped': breaking(
    'wire', 'A response header that was always there becomes optional.', "Keep 'retryAfter'."
  ),
  'header-guarantee-dropped': breaking('wire', 'A header that the type promised is gone.', 'Keep the header.'),
  'legacy-code-changed': breaking(
    'wire', 'Clients of the legacy envelope switch on it.', "Keep the spelling: state it as 'legacyCode'."
  ),
  'refines-removed': breaking('semantic', 'Old clients fall back through the general code.', "Keep 'refines'."),
  'sunset-too-soon': breaking(
    '', 'Clients have less than 90 days to move.', 'Set a sunset that is at least 90 days ahead.'
  ),
  'sunset-earlier': breaking('', 'A promise was shortened.', 'Keep the sunset, or move it later.'),
  'replacement-missing': breaking(
    '', 'The replacement does not exist, or is itself deprecated or retired.',
    "Name a living code as 'replacedBy', or null."
  ),
  'validation-code-removed': breaking('wire', 'Forms switch on the codes of the entries.', 'Keep the code.'),
  'envelope-default-flipped': breaking(
    'wire', 'Clients that send no Accept get another shape.',
    'Go from legacy to superset, and to problem only when the log shows no reader of the legacy shape.', 'app'
  ),
  'description-changed': review(
    'semantic', 'A machine cannot know whether the meaning moved.', 'Let somebody who knows the clients approve it.'
  ),
  'header-value-changed': review(
    'semantic', 'A client may act on the value, as it does on a challenge.',
    'Let somebody who knows the clients approve it.'
  ),
  'refines-added': review(
    'semantic',
    'Clients that receive the general code get another one, and only the decoder of this package falls back. ' +
    'Breaking where a route that the base already has declares it, fine where only new routes do.',
    'Declare the code on new routes only, or let somebody approve it.'
  ),
  'replaces-changed': review(
    'semantic', 'Another code now answers for a standard failure everywhere.',
    'Let somebody who knows the clients approve it.'
  ),
  'code-with-another-status': review(
    'semantic', 'Another service sends the same code with another status: clients of both cannot know what it means.',
    'Give one of them another name, or share one definition by include.', 'services'
  ),
  'code-added-to-operation': warning(
    'source',
    'Old clients of this operation meet a code that they have no branch for; fine if only new inputs can cause it.', '',
    'app'
  ),
  'locale-removed': warning('wire', 'Readers of that language fall back to English.'),
  'validation-code-added': warning('source', 'Forms meet an entry that they have no branch for.'),
  'deprecated-without-replacement': warning(
    '', 'Clients do not learn where to go.', "State 'replacedBy', or null on purpose.", 'nothing'
  ),
  'deprecated-sunset-missing': warning('', 'Clients do not learn how long they have.', "State a 'sunset'.", 'nothing'),
  'replacement-status-differs': warning('', 'Clients that move must also move what they do by status.', '', 'nothing'),
  'base-relative': warning(
    'semantic', 'A relative base makes the identity depend on the host.', "Give defineCatalog() an absolute 'base'.",
    'nothing'
  ),
  'code-with-another-type': warning(
    'semantic', 'Another service identifies the same code by another type URI.',
    "Share one definition by include, or state the same 'type'.", 'services'
  ),
  'deprecated-code-translated': warning(
    '', 'Another service translates the code, and will not know what replaces it.',
    'Ask it to translate the replacement before the sunset.', 'services'
  ),
  'code-removed-after-sunset': fine(
    'source', 'Deprecated, the sunset has passed, and the name is reserved: the announced end of the contract.'
  ),
  'code-added': fine('', 'Decoders must have a branch for unknown codes.'),
  'code-removed-from-operation': fine('source', 'Clients keep a branch that is never taken.', '', 'app'),
  'operation-added': fine('', 'A new operation has no clients yet.', '', 'app'),
  'operation-removed': fine('', 'What a missing operation breaks is not a matter of its errors.', '', 'app'),
  'envelope-extended': fine('', 'A superset has every member of the legacy shape.', '', 'app'),
  'title-changed': fine('', 'Text for humans: clients read code and type.'),
  'standard-text-replaced': fine('', 'The first own text on a standard code, in place of that of this package.'),
  'description-added': fine('', 'Nothing that was stated changes.'),
  'detail-template-changed': fine('', 'Text for humans.'),
  'guidance-text-changed': fine('', 'Advice for humans.'),
  'area-changed': fine('', 'Only the order of the reference.'),
  'examples-changed': fine('', 'Only an illustration.'),
  'locale-added': fine('', 'Readers of that language no longer fall back.'),
  'locale-text-changed': fine('', 'Text for humans.'),
  'action-added': fine('', 'Clients ignore what they do not know.'),
  'wire-text-added': fine('', 'Clients ignore what they do not know.'),
  'header-added': fine('', 'Clients ignore what they do not know.'),
  'retry-enabled': fine('semantic', 'Old clients just do not repeat the request.'),
  'retry-any-added': fine('semantic', 'A stronger promise.'),
  'retry-after-guarantee-added': fine('', 'A stronger promise.'),
  'retry-after-default-changed': fine('', 'A value, not a promise: clients read the header.'),
  deprecated: fine('', 'The code is still sent.'),
  'deprecation-changed': fine('', 'Where and since when is advice; other rules watch the sunset.'),
  'sunset-later': fine('', 'Clients have more time.'),
  undeprecated: fine('', 'The code stays.'),
  'retired-added': fine('', 'One more name that no code may take.'),
  'retired-changed': fine('', 'The name and the type stay reserved.')
}
