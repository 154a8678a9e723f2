/**
 * A rule, written so that the compiler shows it where a value breaks it.
 */
declare const rule: unique symbol

/** An object type: its intersection with a literal is not `never`, which would lose the text. */
export interface Mistake<Rule extends string> { readonly [rule]: Rule }

/** In a union with a type, it only changes how messages name that type. */
export interface Hint<Text extends string> { readonly [rule]?: Text }
