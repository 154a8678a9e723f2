/**
 * A rule, written so that the compiler shows it where a value breaks it.
 */
declare const rule: unique symbol

/** An object type, so that no literal contradicts it: else what holds it would be `never`, and the text be lost. */
export interface Mistake<Rule extends string> { readonly [rule]: Rule }

/** Beside a type, it changes only how messages call that type. */
export interface Hint<Text extends string> { readonly [rule]?: Text }
