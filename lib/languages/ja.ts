/**
 * Japanese: the texts of the standard codes and of validation errors, and the words of the reference pages.
 */
import type { LanguageTexts } from '../catalog/texts/language-texts.js'
import { japanese } from '../reference/labels/ja.js'

const waitAndRetry = '`Retry-After` が示す時間だけ待ってから、リクエストを再送してください。'
const waitAndRepeatSafely =
  '`Retry-After` が示す時間だけ待ってから、再送しても問題がなければリクエストを再送してください。'
const repeatSafely = '再送しても問題がなければリクエストを再送してください。問題がある場合は、結果が不明であることを利用者に伝えてください。'

/**
 * @example
 * defineCatalog({ … }, { languages: [ja] })
 */
export const ja: LanguageTexts = {
  language: 'ja',
  labels: japanese,
  codes: {
    BAD_REQUEST: {
      title: '不正なリクエスト',
      detail: 'このリクエストは、送信された形式のままでは処理できません。'
    },
    VALIDATION_ERROR: {
      title: '検証エラー',
      description: 'リクエストの一部が、この操作の求める形式になっていません。',
      guidance: '`errors` の各項目を該当する入力欄に表示し、修正を求めてください。',
      detail: 'リクエストが、この操作の求める形式になっていません。'
    },
    INVALID_REQUEST: {
      title: '無効なリクエスト',
      description: 'リクエストを読み取れません。本文、URL、またはメッセージの構造に誤りがあります。',
      detail: 'リクエストの構造に誤りがあり、読み取れません。'
    },
    UNAUTHORIZED: {
      title: '認証が必要です',
      description: '認証情報がないか、期限が切れているか、無効です。',
      guidance: 'サインインしてから、リクエストを再送してください。',
      detail: 'このリクエストには有効な認証情報が必要です。'
    },
    PAYMENT_REQUIRED: {
      title: '支払いが必要です',
      detail: 'このリクエストには事前の支払いが必要です。'
    },
    FORBIDDEN: {
      title: 'アクセスが拒否されました',
      description: '呼び出し元は識別されていますが、この操作を行う権限がありません。',
      detail: 'このリクエストは許可されていません。'
    },
    NOT_FOUND: {
      title: '見つかりません',
      description: 'このアドレスには何も存在しないか、呼び出し元に閲覧する権限がありません。',
      detail: [
        '{resource} {resourceId} が見つかりません。',
        '{resource} が見つかりません。',
        'このアドレスには何も見つかりません。'
      ]
    },
    METHOD_NOT_ALLOWED: {
      title: '許可されていないメソッド',
      description: 'アドレスは存在しますが、このメソッドには対応していません。',
      guidance: '`allow` にあるメソッドのいずれかを使用してください。',
      detail: 'このアドレスは、リクエストのメソッドに対応していません。'
    },
    NOT_ACCEPTABLE: {
      title: '受け入れ可能な形式がありません',
      detail: 'リソースは、リクエストが受け入れる形式では提供されていません。'
    },
    PROXY_AUTHENTICATION_REQUIRED: {
      title: 'プロキシ認証が必要です',
      detail: 'このリクエストには、プロキシの有効な認証情報が必要です。'
    },
    REQUEST_TIMEOUT: {
      title: 'リクエストのタイムアウト',
      description: 'リクエスト全体が時間内に届きませんでした。',
      detail: 'リクエスト全体が時間内に届きませんでした。'
    },
    CONFLICT: {
      title: '競合',
      description: 'リクエストが現在の状態と矛盾しています。たとえば、一意でなければならない値が重複しています。',
      detail: [
        '{resource} {resourceId} がリクエストと競合しています。',
        '{resource} がリクエストと競合しています。',
        'リクエストがリソースの現在の状態と競合しています。'
      ]
    },
    GONE: {
      title: '提供終了',
      detail: [
        '{resource} {resourceId} はもう存在しません。',
        '{resource} はもう存在しません。',
        'このリソースはもう提供されていません。'
      ]
    },
    LENGTH_REQUIRED: {
      title: '長さの指定が必要です',
      detail: 'このリクエストには Content-Length ヘッダーが必要です。'
    },
    PRECONDITION_FAILED: {
      title: '前提条件を満たしていません',
      detail: 'リソースの現在の状態が、リクエストの条件を満たしていません。'
    },
    PAYLOAD_TOO_LARGE: {
      title: '本文が大きすぎます',
      detail: 'リクエストの本文が、サービスの受け付ける大きさを超えています。'
    },
    URI_TOO_LONG: {
      title: 'アドレスが長すぎます',
      detail: 'リクエストのアドレスが、サービスの受け付ける長さを超えています。'
    },
    UNSUPPORTED_MEDIA_TYPE: {
      title: '対応していないメディアタイプ',
      detail: 'サービスは、リクエストの本文の形式に対応していません。'
    },
    RANGE_NOT_SATISFIABLE: {
      title: '範囲を提供できません',
      detail: '要求された範囲は提供できません。'
    },
    EXPECTATION_FAILED: {
      title: '期待を満たせません',
      detail: 'サービスは、リクエストの Expect ヘッダーの要求を満たせません。'
    },
    MISDIRECTED_REQUEST: {
      title: '宛先の誤ったリクエスト',
      detail: 'このサーバーは、このアドレスへのリクエストには応答しません。'
    },
    UNPROCESSABLE_CONTENT: {
      title: '処理できない内容',
      detail: 'リクエストの内容は理解できましたが、処理できません。'
    },
    LOCKED: {
      title: 'ロック中',
      detail: 'このリソースは現在ロックされています。'
    },
    FAILED_DEPENDENCY: {
      title: '依存するリクエストの失敗',
      detail: 'このリクエストが依存する別のリクエストが失敗しました。'
    },
    TOO_EARLY: {
      title: '早すぎるリクエスト',
      detail: 'サービスは、接続が完全に確立されるまでこのリクエストを処理しません。'
    },
    UPGRADE_REQUIRED: {
      title: '別のプロトコルが必要です',
      detail: 'このリクエストには別のプロトコルが必要です。'
    },
    PRECONDITION_REQUIRED: {
      title: '前提条件の指定が必要です',
      guidance: 'リソースを読み取ってから、`If-Match` または `If-Unmodified-Since` を付けてリクエストを再送してください。',
      detail: 'If-Match または If-Unmodified-Since ヘッダーを付けて、リクエストを再送してください。'
    },
    RATE_LIMITED: {
      title: 'リクエストが多すぎます',
      description: '呼び出し元が、この期間に許可された数を超えるリクエストを送信しました。何も実行されていません。',
      guidance: waitAndRetry,
      detail: 'リクエスト数の上限に達しました。'
    },
    REQUEST_HEADERS_TOO_LARGE: {
      title: 'リクエストヘッダーが大きすぎます',
      detail: 'リクエストのヘッダーが、サービスの受け付ける大きさを超えています。'
    },
    UNAVAILABLE_FOR_LEGAL_REASONS: {
      title: '法的な理由により利用できません',
      detail: 'このリソースは、法的な理由により利用できません。'
    },
    INTERNAL_ERROR: {
      title: '内部エラー',
      description: 'サービスでエラーが発生しました。原因は、運用者のログに `instance` の値とともに記録されています。',
      guidance: repeatSafely,
      detail: '内部エラーのため、サービスはリクエストを完了できませんでした。'
    },
    DATABASE_ERROR: {
      title: 'データベースエラー',
      description: 'サービスはデータを読み書きできませんでした。',
      guidance: repeatSafely,
      detail: 'サービスはデータを読み書きできませんでした。'
    },
    NOT_IMPLEMENTED: {
      title: '未実装',
      detail: 'サービスは、リクエストが求める機能に対応していません。'
    },
    EXTERNAL_SERVICE_ERROR: {
      title: '外部サービスのエラー',
      description: 'このサービスが依存するサービスが失敗したか、使用できない応答を返しました。',
      guidance: repeatSafely,
      detail: 'このサービスが依存するサービスから、使用できる応答が得られませんでした。'
    },
    SERVICE_UNAVAILABLE: {
      title: 'サービスを利用できません',
      description: 'このサービス、またはこのサービスに必要な別のサービスが、現在動作していません。',
      guidance: waitAndRepeatSafely,
      detail: 'サービスは現在、リクエストを処理できません。'
    },
    OVERLOADED: {
      title: '過負荷',
      description: 'サービスの負荷が高すぎます。リクエストは、何も実行されないうちに拒否されました。',
      guidance: waitAndRetry,
      detail: 'サービスの処理能力が上限に達しているため、このリクエストは開始されませんでした。'
    },
    EXTERNAL_SERVICE_TIMEOUT: {
      title: '外部サービスのタイムアウト',
      description: 'このサービスが依存するサービスが、時間内に応答しませんでした。',
      guidance: repeatSafely,
      detail: 'このサービスが依存するサービスが、時間内に応答しませんでした。'
    },
    HTTP_VERSION_NOT_SUPPORTED: {
      title: '対応していない HTTP バージョン',
      detail: 'サービスは、リクエストの HTTP バージョンに対応していません。'
    },
    VARIANT_ALSO_NEGOTIATES: {
      title: 'ネゴシエーションの循環',
      detail: 'サービスの設定に誤りがあるため、リソースの形式を選択できません。'
    },
    INSUFFICIENT_STORAGE: {
      title: '記憶容量の不足',
      detail: 'サービスには、このリクエストに必要な記憶容量がありません。'
    },
    LOOP_DETECTED: {
      title: 'ループの検出',
      detail: 'リクエストが無限ループに入ったため、サービスは処理を中止しました。'
    },
    NOT_EXTENDED: {
      title: 'プロトコル拡張が必要です',
      detail: 'このサービスには、リクエストで使用されていないプロトコル拡張が必要です。'
    },
    NETWORK_AUTHENTICATION_REQUIRED: {
      title: 'ネットワーク認証が必要です',
      detail: 'ネットワークがリクエストを通すには、サインインが必要です。'
    }
  },
  sentences: {
    'The URL is not validly percent-encoded.': 'URL のパーセントエンコーディングが正しくありません。',
    'A part of the path is too long.': 'パスの一部が長すぎます。',
    'The state of the authorization is missing or wrong.': '認可の state がないか、正しくありません。',
    'The body is not valid JSON.': '本文が正しい JSON ではありません。',
    'The body is empty, although its content type is JSON.': 'コンテンツタイプが JSON であるにもかかわらず、本文が空です。',
    'The length of the body is not the one that Content-Length states.': '本文の長さが Content-Length と一致しません。',
    'The body is larger than this operation takes.': '本文が、この操作の受け付ける大きさを超えています。',
    'The content type of the body is missing, malformed or not supported.': '本文のコンテンツタイプがないか、誤りがあるか、対応していない形式です。',
    'The request states no content type.': 'リクエストにコンテンツタイプの指定がありません。',
    'The request has no body.': 'リクエストに本文がありません。',
    'The body cannot be decompressed.': '本文を展開できません。',
    'The CSRF secret is missing.': 'CSRF シークレットがありません。',
    'The CSRF token is missing or invalid.': 'CSRF トークンがないか、無効です。',
    'The multipart body is incomplete or malformed.': 'マルチパートの本文が不完全か、構造に誤りがあります。',
    'A file is larger than this operation takes.': 'ファイルが、この操作の受け付ける大きさを超えています。',
    'The body has more parts than this operation takes.': '本文のパートの数が、この操作の受け付ける数を超えています。',
    'The body has more files than this operation takes.': '本文のファイルの数が、この操作の受け付ける数を超えています。',
    'The body has more fields than this operation takes.': '本文のフィールドの数が、この操作の受け付ける数を超えています。',
    'The body is not multipart.': '本文がマルチパート形式ではありません。',
    'A field says that it is JSON, and is not.': 'JSON として指定されたフィールドの内容が JSON ではありません。',
    'A field has a name that is not allowed.': '許可されていない名前のフィールドがあります。',
    'The encoding of the body is not supported.': '本文のエンコーディングには対応していません。',
    'The content type of the body states no boundary.': '本文のコンテンツタイプに boundary の指定がありません。',
    'The form that was sent is incomplete or malformed.': '送信されたフォームが不完全か、構造に誤りがあります。',
    'The body is larger than this operation takes, or has more parts.': '本文の大きさまたはパートの数が、この操作の受け付ける上限を超えています。',
    'The signature of the request is missing or wrong.': 'リクエストの署名がないか、正しくありません。',
    'The query has more parts, or is nested deeper, than this service reads.':
      'クエリの要素の数または入れ子の深さが、サービスの受け付ける上限を超えています。',
    'The query is not valid GraphQL.': 'クエリが正しい GraphQL ではありません。',
    'The authorization was refused.': '認可が拒否されました。',
    'The authorization failed.': '認可に失敗しました。'
  },
  types: {
    string: '文字列',
    number: '数値',
    integer: '整数',
    boolean: '真偽値',
    object: 'オブジェクト',
    array: '配列',
    date: '日付'
  },
  phrases: {
    required: '必須です',
    type: '{names}でなければなりません',
    wrongType: '型が正しくありません',
    format: '{text} 形式でなければなりません',
    wrongFormat: '形式が正しくありません',
    value: '{text} でなければなりません',
    values: '次の値のいずれかでなければなりません：{text}',
    allowedValues: '許可された値のいずれかでなければなりません',
    minimum: '{number} 以上でなければなりません',
    exclusiveMinimum: '{number} より大きくなければなりません',
    tooSmall: '小さすぎます',
    maximum: '{number} 以下でなければなりません',
    exclusiveMaximum: '{number} より小さくなければなりません',
    tooLarge: '大きすぎます',
    minLength: '{number} 文字以上でなければなりません',
    tooShort: '短すぎます',
    maxLength: '{number} 文字以下でなければなりません',
    tooLong: '長すぎます',
    minItems: '{number} 個以上の要素が必要です',
    tooFewItems: '要素が少なすぎます',
    maxItems: '要素は {number} 個以下でなければなりません',
    tooManyItems: '要素が多すぎます',
    pattern: '指定されたパターンに一致しなければなりません',
    unknown: '許可されていません',
    invalid: '無効です',
    multipleOf: '{number} の倍数でなければなりません',
    notMultiple: '許可された倍数ではありません',
    uniqueItems: '要素が重複してはなりません',
    contains: '条件に合う要素を含まなければなりません',
    not: '許可されていない形です',
    oneForm: '許可された形のいずれかでなければなりません',
    exactlyOneForm: '許可された形のいずれか 1 つだけに一致しなければなりません',
    condition: 'スキーマの条件を満たしていません',
    minMembers: '{number} 個以上のメンバーが必要です',
    tooFewMembers: 'メンバーが少なすぎます',
    maxMembers: 'メンバーは {number} 個以下でなければなりません',
    tooManyMembers: 'メンバーが多すぎます',
    dependent: '別のメンバーが必要とするメンバーがありません'
  }
}
