/**
 * Whose error it is: one that the application throws for its client, or the failure of a service behind it. There are
 * five steps, and the first with evidence decides; docs/whose-error.md explains them. Without evidence an error is the
 * application's.
 */
import { ignoreRejection } from '../../json/promise.js'
import { hasAny, member, statusOf, textMember } from '../../json/untrusted.js'
import type { Judge, Thrown } from '../thrown.js'
import { fileOfClass } from './class-file.js'
import { makerOf, ownerOf } from './maker.js'
import type { Maker } from './maker.js'
import { clientNames, otherStatusMembers, weakMarks } from './marks.js'
import { isOwnClass, isPlain } from './own-class.js'
import { isAnswer, proofOf } from './proof.js'
import type { Proof } from './proof.js'
import { stacksNamePackages } from './stack.js'
import { statusIn } from './status-text.js'
import type { Step, Verdict } from './verdict.js'

/** A class of errors; it may be abstract. */
export type ErrorClass = abstract new (...args: never[]) => object

/** The errors that are the application's: their classes, or a function that knows them. */
export type OwnErrors = readonly ErrorClass[] | ((error: unknown) => boolean)

export interface JudgeOptions {
  readonly ownErrors?: OwnErrors | undefined
  /** Whether stacks show which package made an error. */
  readonly readsStacks?: boolean | undefined
}

/** Whether an error is of a class of the application, and has no member that needs a look. */
export type OwnClassJudge = (error: unknown) => error is Error

/** Makes the judge of one service. It never throws, and it remembers the classes of the application. */
export function createJudge ({ ownErrors = [], readsStacks = stacksNamePackages() }: JudgeOptions = {}): Judge & {
  readonly isOwnPlain: OwnClassJudge
} {
  const known = new WeakSet<object>()
  const isListed =
    typeof ownErrors === 'function' ? ownErrors : (error: unknown) => ownErrors.some((one) => isOf(error, one))

  return Object.assign(judge, { isOwnPlain: (error: unknown): error is Error => isPlain(error, known) })

  function judge (thrown: Thrown): Verdict | undefined {
    const { error, status } = thrown
    if (status !== undefined && isPlain(error, known)) return ofApplication('maker', byClass, status)
    const verdict = statement(thrown) ?? proof(thrown)
    if (verdict !== undefined) return verdict
    if (status === undefined) return fromOtherStatus(thrown)
    return speaks(thrown) ?? maker(thrown) ?? unknownMaker(thrown)
  }

  function statement (thrown: Thrown): Verdict | undefined {
    const { error, status } = thrown
    if (status !== undefined && typeof member(error, 'expose') === 'boolean') {
      return ofApplication('statement', "it has 'expose'", status)
    }
    if (member(error, 'isBoom') === true) return ofBoom(error)
    if (status === undefined || !isListedSafely(error)) return undefined
    return ofApplication('statement', 'ownErrors lists it', status)
  }

  function isListedSafely (error: unknown): boolean {
    try {
      const listed: unknown = isListed(error)
      ignoreRejection(listed)
      return listed === true
    } catch {
      return false
    }
  }

  /**
   * A status in a member that Fastify does not read or in the message, or a name such as `NotFoundError`, counts only
   * where a client made the error.
   */
  function fromOtherStatus (thrown: Thrown): Verdict | undefined {
    const { error, name, className, message } = thrown
    const status = otherStatusOf(error) ?? statusIn(message)
    const isNamed = clientNames.test(name) || clientNames.test(className)
    if (!readsStacks || (status === undefined && !isNamed)) return undefined
    const made = makerOf(error)
    return made?.whose === 'service' ? { whose: 'service', by: 'maker', because: made.because, status } : undefined
  }

  function maker ({ error, status }: Thrown): Verdict | undefined {
    if (!readsStacks) return undefined
    const constructor = member(error, 'constructor')
    if (typeof constructor === 'function' && known.has(constructor)) return ofApplication('maker', byClass, status)
    const made = makerOf(error) ?? ofClass(constructor)
    if (made === undefined) return undefined
    if (made.file !== undefined && isOwnClass(constructor, made.file)) known.add(constructor)
    return { whose: made.whose, by: 'maker', because: made.because, status }
  }
}

const byClass = 'its class is of the application'

function ofClass (constructor: unknown): Maker | undefined {
  const file = fileOfClass(constructor)
  return file === undefined ? undefined : ownerOf(file)
}

function otherStatusOf (error: unknown): number | undefined {
  return otherStatusMembers.map((name) => statusOf({ status: member(error, name) })).find((one) => one !== undefined)
}

function isOf (error: unknown, type: ErrorClass): boolean {
  try {
    return error instanceof type
  } catch {
    return false
  }
}

function ofApplication (by: Step, because: string, status?: number): Verdict {
  return { whose: 'application', by, because, status }
}

/** An error of boom is a statement of the application, unless a client (wreck) wrapped an answer in it. */
function ofBoom (error: unknown): Verdict | undefined {
  const status = statusOf(member(error, 'output'))
  if (status === undefined) return undefined
  const data = member(error, 'data')
  if (member(data, 'isResponseError') !== true && !isAnswer(data) && !isAnswer(member(data, 'res'))) {
    return ofApplication('statement', 'it is of boom', status)
  }
  return { whose: 'service', by: 'proof', because: 'boom wraps an answer', status }
}

/** A `statusCode` other than the answer's decides: the application set it on the error that it caught. */
function proof (thrown: Thrown): Verdict | undefined {
  const found = proofOf(thrown)
  if (found === undefined) return undefined
  const { error, status } = thrown
  if (isLastWord(found, error)) {
    return {
      whose: 'application',
      by: 'statement',
      because: 'its statusCode is not that of the answer',
      status,
      withheld: true
    }
  }
  return {
    whose: 'service',
    by: 'proof',
    because: found.because,
    status: found.status ?? status ?? otherStatusOf(error)
  }
}

function isLastWord ({ status }: Proof, error: unknown): boolean {
  const stated = statusOf({ status: member(error, 'statusCode') })
  return (
    status !== undefined &&
    status >= 400 &&
    stated !== undefined &&
    stated !== status &&
    typeof member(error, 'statusCode') === 'number' &&
    statusOf({ status: member(error, 'status') }) === status
  )
}

function speaks ({ error, code, status }: Thrown): Verdict | undefined {
  if (typeof code === 'string' && code.startsWith('FST_')) {
    return ofApplication('speaks for itself', 'its code is of Fastify', status!)
  }
  const method = ['getStatus', 'getResponse'].find((name) => typeof member(error, name) === 'function')
  return method === undefined ? undefined : ofApplication('speaks for itself', `it has ${method}()`, status!)
}

function unknownMaker ({ error, status }: Thrown): Verdict {
  const mark = hasAny(error, weakMarks) || /api_?error$/i.test(textMember(error, 'type') ?? '')
  return {
    whose: mark ? 'service' : 'application',
    by: 'unknown maker',
    because: mark ? 'it has names that clients use' : 'nothing speaks against it',
    status
  }
}
