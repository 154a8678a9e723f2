/**
 * What people call the columns of an error table and the labels of a paragraph, in the languages that documents are
 * written in. Data only: columns.ts decides what a label means where several fit.
 */
import { anyOf } from '../../../json/any-of.js'
import type { TextField } from '../sighting.js'

export type ColumnName = 'code' | 'status' | TextField

/** The first that a table has is taken. */
export const synonyms: Readonly<Record<ColumnName, readonly string[]>> = {
  code: [
    'code', 'codes', 'error code', 'error codes', 'errorcode', 'problem code', 'error', 'error name', 'name', 'key',
    'identifier', 'id', 'constant', 'api code', 'app code', 'error key', 'error id', 'error type', 'error constant',
    'business code', 'internal code', 'response code', 'reason code', 'symbol', 'exception', 'reason', 'slug'
  ],
  status: [
    'status', 'http', 'http status', 'status code', 'http code', 'http status code', 'statuscode', 'http response',
    'response code', 'response status', 'http error code', 'http response code', 'httpstatus', 'return code',
    'rest status'
  ],
  title: [
    'title', 'summary', 'short description', 'label', 'message', 'error message', 'user message', 'default message',
    'msg', 'text', 'titel', 'meldung', 'fehlermeldung', 'nachricht', 'titre', 'message d erreur', 'título', 'mensaje',
    'mensaje de error', 'mensagem', 'mensagem de erro', 'titolo', 'messaggio', 'сообщение', 'текст', 'заголовок', '消息',
    '错误信息', '错误消息', '提示', '提示信息', '信息', '訊息', 'メッセージ', 'エラーメッセージ', '메시지', '오류 메시지', 'mesaj', 'hata mesajı', 'komunikat',
    'bericht', 'foutmelding'
  ],
  description: [
    'description', 'meaning', 'what it means', 'details', 'explanation', 'cause', 'reason', 'when', 'condition',
    'scenario', 'notes', 'when it occurs', 'when used', 'trigger', 'used when', 'occurs when', 'possible cause',
    'possible causes', 'context', 'comment', 'situation', 'usage', 'typical cause', 'triggered by', 'use case',
    'definition', 'desc', 'beschreibung', 'bedeutung', 'ursache', 'signification', 'cause probable', 'descripción',
    'descripcion', 'significado', 'causa', 'descrição', 'descricao', 'descrizione', 'significato', 'описание',
    'значение', 'ситуация', 'причина', 'когда', '说明', '描述', '含义', '解释', '原因', '場景', '场景', '說明', '意味', '説明', '설명', '의미',
    'açıklama', 'anlamı', 'opis', 'znaczenie', 'omschrijving', 'betekenis', 'beskrivning', 'mô tả'
  ],
  guidance: [
    'guidance', 'client guidance', 'handling', 'frontend handling', 'front end handling', 'fe handling',
    'client handling', 'ui handling', 'client action', 'user action', 'recommended action', 'suggested action',
    'what to do', 'how to fix', 'fix', 'resolution', 'solution', 'remedy', 'recovery', 'remediation', 'troubleshooting',
    'next step', 'next steps', 'hint', 'lösung', 'behebung', 'maßnahme', 'abhilfe', 'solución', 'solucion', 'acción',
    'solução', 'ação', 'soluzione', 'решение', 'действие', 'что делать', '解决方案', '解决方法', '处理方式', '处理建议', '处理', '建议',
    '対処', '対処法', '해결', '해결 방법', 'çözüm', 'rozwiązanie', 'oplossing'
  ],
  action: ['action'],
  retry: [
    'retry', 'retryable', 'retriable', 'can retry', 'safe to retry', 'retry policy', 'retries', 'retry?',
    'wiederholbar', '可重试', '是否可重试', '重试', 'повтор', 'можно повторить', 'reintentable', 'リトライ'
  ],
  retryAfter: ['retry after', 'retryafter', 'wait', 'backoff'],
  area: [
    'area', 'category', 'group', 'domain', 'module', 'component', 'bereich', 'kategorie', 'catégorie', 'categoría',
    'categoria', 'категория', 'модуль', '分类', '类别', '模块', '分類', 'カテゴリ', '분류', 'kategori', 'kategoria'
  ],
  type: ['type uri', 'problem type', 'uri', 'type'],
  legacyCode: ['legacy code', 'legacycode', 'legacy', 'old code', 'previous code']
}

/** Headers of a column of codes beyond the exact ones, in many languages; compared without marks and in lower case. */
export const codeHeader = anyOf(
  /\b(?:error|err|problem|fault|fehler|failure)\s*(?:codes?|keys?|ids?|names?|constants?)\b/iu,
  /^(?:code|kod|codice|code erreur)$|code d ?erreur|codes? d erreur|c[óo]digos?(?: del?)?(?: err?or?o?)?/iu,
  /codice(?: di)? errore|код(?:ы)?(?: ошиб(?:ки|ок))?|код помилки|fehler ?codes?|fehlernummer/iu,
  /错误码|错误代码|错误编码|業務碼|业务码|错误号|返回码|錯誤碼|錯誤代碼|エラー ?コード|コード|에러 ?코드|오류 ?코드|코드/iu,
  /hata kodu|kod błędu|foutcode|felkod|fejlkode|mã lỗi|kode (?:error|kesalahan)|رمز الخطأ|קוד שגיאה/iu
)

/** Headers of a column of statuses, where the cells hold numbers. */
export const statusHeader = anyOf(
  /\bhttp\b|\bstatus|\bстатус|код ответа|状态|狀態|ステータス|상태/iu,
  /\bstatut|\bestado|\bstato\b|\bdurum|\bstatuskode|\brespons?e ?code/iu
)

/** Columns that hold names of something else. */
export const otherHeader = anyOf(
  /\b(?:grpc|field|fields|parameter|param|params|property|attribute|endpoint|route|path|url|method|header)\b/iu,
  /\b(?:variable|env|environment|scope|permission|role|event|topic|metric|language|currency|country|option)\b/iu,
  /\b(?:flag|table|column|file|package|version)\b|字段|参数|поле|параметр|フィールド|パラメータ|필드/iu
)

/** Headers that only tables of settings and members have. */
export const settingHeader = anyOf(
  /^(?:default(?: value)?|required|mandatory|min(?:imum)?|max(?:imum)?|limit|port|size|count|amount)$/iu,
  /^(?:默认值?|必填|必須|필수|기본값|standard(?:wert)?|pflicht|obligator\w*|obligat[oó]ri[oa]|requis|padrão)$/iu,
  /^(?:por defecto|обязательн\S*|по умолчанию)$/iu
)

/** Words of a heading or a title where errors are listed. */
export const errorContext = anyOf(
  /err?o?r|fehler|ошиб|помил|错误|錯誤|エラー|오류|에러|erreur|errore|hata|błęd|fout|lỗi/iu,
  /\bcodes?\b|problem|exception|(?<!de)fault|failure|异常|状态码|http|код/iu
)

/** Words of a heading where other names are listed, below a chapter about errors, too. */
export const otherContext = anyOf(
  /\b(?:permissions?|scopes?|roles?|events?|webhooks?|states|settings?|configuration|environment|variables?)\b/iu,
  /\b(?:headers?|parameters?|fields?|metrics?|flags?|categor(?:y|ies)|prefixes|severit(?:y|ies)|levels?)\b/iu,
  /\b(?:order|payment|job|task|run)\s+status(?:es)?\b/iu,
  /权限|角色|事件|参数|字段|配置|権限|イベント|パラメータ|권한|파라미터|필드|права|событи|параметр/iu,
  /permisos|eventos|parámetros|parâmetros|berechtigung|ereignis/iu
)
