/**
 * Portuguese: the texts of the standard codes and of validation errors, and the words of the reference pages.
 * The words are those that readers in Brazil and in Portugal share, as far as there are such words.
 */
import type { LanguageTexts } from '../catalog/texts/language-texts.js'
import { portuguese } from '../reference/labels/pt.js'

const waitAndRetry = 'Aguardar o tempo indicado por `Retry-After` e repetir o pedido.'
const waitAndRepeatSafely =
  'Aguardar o tempo indicado por `Retry-After` e repetir o pedido se isso não causar danos.'
const repeatSafely =
  'Repetir o pedido se isso não causar danos; caso contrário, informar que o resultado é desconhecido.'

/**
 * @example
 * defineCatalog({ … }, { languages: [pt] })
 */
export const pt: LanguageTexts = {
  language: 'pt',
  labels: portuguese,
  codes: {
    BAD_REQUEST: {
      title: 'Pedido incorreto',
      detail: 'Não é possível processar o pedido na forma em que foi enviado.'
    },
    VALIDATION_ERROR: {
      title: 'Falha na validação',
      description: 'Uma parte do pedido não tem a forma exigida pela operação.',
      guidance: 'Mostrar cada item de `errors` junto ao seu campo e permitir a correção.',
      detail: 'O pedido não tem a forma que esta operação espera.'
    },
    INVALID_REQUEST: {
      title: 'Pedido inválido',
      description: 'Não é possível ler o pedido: o corpo, o URL ou a estrutura da mensagem contém um erro.',
      detail: 'O pedido está malformado e não pode ser lido.'
    },
    UNAUTHORIZED: {
      title: 'Autenticação necessária',
      description: 'As credenciais estão em falta, expiraram ou são inválidas.',
      guidance: 'Iniciar sessão e repetir o pedido.',
      detail: 'Este pedido exige credenciais válidas.'
    },
    PAYMENT_REQUIRED: {
      title: 'Pagamento necessário',
      detail: 'Este pedido exige um pagamento prévio.'
    },
    FORBIDDEN: {
      title: 'Acesso negado',
      description: 'Quem fez o pedido é conhecido, mas não tem permissão para isto.',
      detail: 'Este pedido não é permitido.'
    },
    NOT_FOUND: {
      title: 'Não encontrado',
      description: 'Não existe nada neste endereço, ou quem fez o pedido não tem permissão para vê-lo.',
      detail: [
        'Não foi possível encontrar {resource} {resourceId}.',
        'Não foi possível encontrar {resource}.',
        'Não foi encontrado nada neste endereço.'
      ]
    },
    METHOD_NOT_ALLOWED: {
      title: 'Método não permitido',
      description: 'O endereço existe, mas não aceita este método.',
      guidance: 'Usar um dos métodos de `allow`.',
      detail: 'Este endereço não aceita o método do pedido.'
    },
    NOT_ACCEPTABLE: {
      title: 'Nenhum formato aceitável',
      detail: 'O recurso não está disponível em nenhum dos formatos que o pedido aceita.'
    },
    PROXY_AUTHENTICATION_REQUIRED: {
      title: 'Autenticação necessária no proxy',
      detail: 'O proxy exige credenciais válidas para este pedido.'
    },
    REQUEST_TIMEOUT: {
      title: 'Tempo limite do pedido excedido',
      description: 'O pedido não chegou completo a tempo.',
      detail: 'O pedido não chegou completo a tempo.'
    },
    CONFLICT: {
      title: 'Conflito',
      description: 'O pedido contradiz o estado atual, como no caso de um valor que deve ser único.',
      detail: [
        'O pedido está em conflito com {resource} {resourceId}.',
        'O pedido está em conflito com {resource}.',
        'O pedido está em conflito com o estado atual do recurso.'
      ]
    },
    GONE: {
      title: 'Já não disponível',
      detail: [
        '{resource} {resourceId} já não existe.',
        '{resource} já não existe.',
        'O recurso já não está disponível.'
      ]
    },
    LENGTH_REQUIRED: {
      title: 'Comprimento necessário',
      detail: 'Este pedido exige o cabeçalho Content-Length.'
    },
    PRECONDITION_FAILED: {
      title: 'Condição prévia não cumprida',
      detail: 'O estado atual do recurso não cumpre uma condição do pedido.'
    },
    PAYLOAD_TOO_LARGE: {
      title: 'Conteúdo demasiado grande',
      detail: 'O corpo do pedido ultrapassa o tamanho que o serviço aceita.'
    },
    URI_TOO_LONG: {
      title: 'Endereço demasiado longo',
      detail: 'O endereço do pedido ultrapassa o comprimento que o serviço aceita.'
    },
    UNSUPPORTED_MEDIA_TYPE: {
      title: 'Tipo de conteúdo não suportado',
      detail: 'O serviço não aceita o formato do corpo do pedido.'
    },
    RANGE_NOT_SATISFIABLE: {
      title: 'Intervalo não disponível',
      detail: 'O intervalo pedido não está disponível.'
    },
    EXPECTATION_FAILED: {
      title: 'Expectativa não cumprida',
      detail: 'O serviço não consegue cumprir o cabeçalho Expect do pedido.'
    },
    MISDIRECTED_REQUEST: {
      title: 'Pedido mal encaminhado',
      detail: 'Este servidor não responde a pedidos para este endereço.'
    },
    UNPROCESSABLE_CONTENT: {
      title: 'Conteúdo não processável',
      detail: 'O conteúdo do pedido foi compreendido, mas não pode ser processado.'
    },
    LOCKED: {
      title: 'Recurso bloqueado',
      detail: 'O recurso está bloqueado neste momento.'
    },
    FAILED_DEPENDENCY: {
      title: 'Falha numa dependência',
      detail: 'Falhou outro pedido do qual este depende.'
    },
    TOO_EARLY: {
      title: 'Demasiado cedo',
      detail: 'O serviço só processa este pedido quando a conexão estiver totalmente estabelecida.'
    },
    UPGRADE_REQUIRED: {
      title: 'Outro protocolo necessário',
      detail: 'Este pedido exige outro protocolo.'
    },
    PRECONDITION_REQUIRED: {
      title: 'Condição prévia necessária',
      guidance: 'Ler o recurso e repetir o pedido com `If-Match` ou `If-Unmodified-Since`.',
      detail: 'Este pedido exige o cabeçalho If-Match ou If-Unmodified-Since.'
    },
    RATE_LIMITED: {
      title: 'Demasiados pedidos',
      description: 'Foram enviados mais pedidos do que é permitido neste período. Nada foi executado.',
      guidance: waitAndRetry,
      detail: 'O limite de pedidos foi atingido.'
    },
    REQUEST_HEADERS_TOO_LARGE: {
      title: 'Cabeçalhos do pedido demasiado grandes',
      detail: 'Os cabeçalhos do pedido ultrapassam o tamanho que o serviço aceita.'
    },
    UNAVAILABLE_FOR_LEGAL_REASONS: {
      title: 'Indisponível por motivos legais',
      detail: 'O recurso não está disponível por motivos legais.'
    },
    INTERNAL_ERROR: {
      title: 'Erro interno',
      description:
        'Ocorreu um erro no serviço. Os operadores encontram a causa no log do serviço, com o valor de `instance`.',
      guidance: repeatSafely,
      detail: 'O serviço não conseguiu concluir o pedido devido a um erro interno.'
    },
    DATABASE_ERROR: {
      title: 'Erro da base de dados',
      description: 'O serviço não conseguiu ler ou gravar os seus dados.',
      guidance: repeatSafely,
      detail: 'O serviço não conseguiu ler ou gravar os seus dados.'
    },
    NOT_IMPLEMENTED: {
      title: 'Não implementado',
      detail: 'O serviço não oferece o que o pedido solicita.'
    },
    EXTERNAL_SERVICE_ERROR: {
      title: 'Erro de um serviço externo',
      description: 'Um serviço do qual este depende falhou ou deu uma resposta que não pode ser usada.',
      guidance: repeatSafely,
      detail: 'Um serviço do qual este depende não deu uma resposta utilizável.'
    },
    SERVICE_UNAVAILABLE: {
      title: 'Serviço indisponível',
      description: 'O serviço, ou outro de que ele precisa, não consegue funcionar neste momento.',
      guidance: waitAndRepeatSafely,
      detail: 'O serviço não consegue atender o pedido neste momento.'
    },
    OVERLOADED: {
      title: 'Serviço sobrecarregado',
      description: 'O serviço está sobrecarregado. O pedido foi recusado antes de qualquer execução.',
      guidance: waitAndRetry,
      detail: 'O serviço está no limite da sua capacidade e não iniciou este pedido.'
    },
    EXTERNAL_SERVICE_TIMEOUT: {
      title: 'Tempo limite de um serviço externo excedido',
      description: 'Um serviço do qual este depende não respondeu a tempo.',
      guidance: repeatSafely,
      detail: 'Um serviço do qual este depende não respondeu a tempo.'
    },
    HTTP_VERSION_NOT_SUPPORTED: {
      title: 'Versão de HTTP não suportada',
      detail: 'O serviço não suporta a versão de HTTP do pedido.'
    },
    VARIANT_ALSO_NEGOTIATES: {
      title: 'Negociação sem fim',
      detail: 'O serviço não consegue escolher uma forma do recurso, por causa de um erro de configuração.'
    },
    INSUFFICIENT_STORAGE: {
      title: 'Armazenamento insuficiente',
      detail: 'O serviço não tem espaço de armazenamento suficiente para este pedido.'
    },
    LOOP_DETECTED: {
      title: 'Ciclo sem fim',
      detail: 'O serviço interrompeu o pedido porque este entrava num ciclo sem fim.'
    },
    NOT_EXTENDED: {
      title: 'Falta uma extensão do protocolo',
      detail: 'O serviço exige uma extensão do protocolo que o pedido não usa.'
    },
    NETWORK_AUTHENTICATION_REQUIRED: {
      title: 'Autenticação necessária na rede',
      detail: 'A rede exige autenticação antes de deixar passar pedidos.'
    }
  },
  sentences: {
    'The URL is not validly percent-encoded.': 'A codificação por percentagem do URL é inválida.',
    'A part of the path is too long.': 'Uma parte do caminho é demasiado longa.',
    'The state of the authorization is missing or wrong.': 'O estado (state) da autorização está ausente ou incorreto.',
    'The body is not valid JSON.': 'O corpo não é JSON válido.',
    'The body is empty, although its content type is JSON.':
      'O corpo está vazio, embora o seu tipo de conteúdo seja JSON.',
    'The length of the body is not the one that Content-Length states.':
      'O comprimento do corpo não corresponde ao Content-Length.',
    'The body is larger than this operation takes.': 'O corpo ultrapassa o tamanho que esta operação aceita.',
    'The content type of the body is missing, malformed or not supported.':
      'O tipo de conteúdo do corpo está em falta, malformado ou não é suportado.',
    'The request states no content type.': 'O pedido não indica o tipo de conteúdo.',
    'The request has no body.': 'O pedido não tem corpo.',
    'The body cannot be decompressed.': 'Não é possível descomprimir o corpo.',
    'The CSRF secret is missing.': 'O segredo CSRF está em falta.',
    'The CSRF token is missing or invalid.': 'O token CSRF está em falta ou é inválido.',
    'The multipart body is incomplete or malformed.': 'O corpo multipart está incompleto ou malformado.',
    'A file is larger than this operation takes.': 'Um ficheiro ultrapassa o tamanho que esta operação aceita.',
    'The body has more parts than this operation takes.': 'O corpo tem mais partes do que as que esta operação aceita.',
    'The body has more files than this operation takes.':
      'O corpo tem mais ficheiros do que os que esta operação aceita.',
    'The body has more fields than this operation takes.':
      'O corpo tem mais campos do que os que esta operação aceita.',
    'The body is not multipart.': 'O corpo não está no formato multipart.',
    'A field says that it is JSON, and is not.': 'Um campo está declarado como JSON, mas não o é.',
    'A field has a name that is not allowed.': 'Um campo tem um nome que não é permitido.',
    'The encoding of the body is not supported.': 'A codificação do corpo não é suportada.',
    'The content type of the body states no boundary.': 'O tipo de conteúdo do corpo não indica o boundary.',
    'The form that was sent is incomplete or malformed.': 'O formulário enviado está incompleto ou malformado.',
    'The body is larger than this operation takes, or has more parts.':
      'O corpo ultrapassa o tamanho ou o número de partes que esta operação aceita.',
    'The signature of the request is missing or wrong.': 'A assinatura do pedido está em falta ou é incorreta.',
    'The query has more parts, or is nested deeper, than this service reads.':
      'A consulta tem mais partes, ou mais níveis, do que o serviço aceita.',
    'The query is not valid GraphQL.': 'A consulta não é GraphQL válido.',
    'The authorization was refused.': 'A autorização foi recusada.',
    'The authorization failed.': 'A autorização falhou.'
  },
  types: {
    string: 'um texto',
    number: 'um número',
    integer: 'um número inteiro',
    boolean: 'um booleano',
    object: 'um objeto',
    array: 'uma lista',
    date: 'uma data'
  },
  phrases: {
    required: 'é obrigatório',
    type: 'deve ser {names}',
    wrongType: 'não tem o tipo correto',
    format: 'deve seguir o formato {text}',
    wrongFormat: 'não tem o formato correto',
    value: 'deve ser {text}',
    values: 'deve ser um destes valores: {text}',
    allowedValues: 'deve ser um dos valores permitidos',
    minimum: 'deve ser maior ou igual a {number}',
    exclusiveMinimum: 'deve ser maior do que {number}',
    tooSmall: 'é demasiado pequeno',
    maximum: 'deve ser menor ou igual a {number}',
    exclusiveMaximum: 'deve ser menor do que {number}',
    tooLarge: 'é demasiado grande',
    minLength: {
      one: 'deve ter no mínimo {number} carácter',
      many: 'deve ter no mínimo {number} de caracteres',
      other: 'deve ter no mínimo {number} caracteres'
    },
    tooShort: 'é demasiado curto',
    maxLength: {
      one: 'deve ter no máximo {number} carácter',
      many: 'deve ter no máximo {number} de caracteres',
      other: 'deve ter no máximo {number} caracteres'
    },
    tooLong: 'é demasiado longo',
    minItems: {
      one: 'deve ter no mínimo {number} item',
      many: 'deve ter no mínimo {number} de itens',
      other: 'deve ter no mínimo {number} itens'
    },
    tooFewItems: 'não tem itens suficientes',
    maxItems: {
      one: 'deve ter no máximo {number} item',
      many: 'deve ter no máximo {number} de itens',
      other: 'deve ter no máximo {number} itens'
    },
    tooManyItems: 'tem demasiados itens',
    pattern: 'deve seguir o padrão exigido',
    unknown: 'não é permitido',
    invalid: 'não é válido',
    multipleOf: 'deve ser múltiplo de {number}',
    notMultiple: 'não é um dos múltiplos permitidos',
    uniqueItems: 'não deve ter itens repetidos',
    contains: 'deve conter um item que corresponda ao esquema',
    not: 'tem uma forma que não é permitida',
    oneForm: 'deve corresponder a uma das formas permitidas',
    exactlyOneForm: 'deve corresponder exatamente a uma das formas permitidas',
    condition: 'não cumpre uma condição do seu esquema',
    minMembers: {
      one: 'deve ter no mínimo {number} membro',
      many: 'deve ter no mínimo {number} de membros',
      other: 'deve ter no mínimo {number} membros'
    },
    tooFewMembers: 'não tem membros suficientes',
    maxMembers: {
      one: 'deve ter no máximo {number} membro',
      many: 'deve ter no máximo {number} de membros',
      other: 'deve ter no máximo {number} membros'
    },
    tooManyMembers: 'tem demasiados membros',
    dependent: 'não tem um membro que outro exige'
  }
}
