/**
 * Errors that capture no stack: they have Error's prototype and never run Error's constructor. A stack costs more than
 * the whole answer, and the stack of an expected failure is never read.
 */

/** Makes every instance of the class an Error whose `stack` is its name and its message. Both can be overwritten. */
export function becomeStacklessError (constructor: { readonly prototype: object }): void {
  Object.setPrototypeOf(constructor.prototype, Error.prototype)
  defineReplaceable(constructor.prototype, 'stack', (error) => `${error.name}: ${error.message}`)
}

/** A getter of the prototype that an assignment replaces on one error, as it does the own property of an Error. */
export function defineReplaceable (prototype: object, name: 'stack' | 'message', get: (error: Error) => string): void {
  Object.defineProperty(prototype, name, {
    get (this: Error) {
      return get(this)
    },
    set (this: Error, value: string) {
      Object.defineProperty(this, name, { value, configurable: true, writable: true })
    },
    configurable: true
  })
}
