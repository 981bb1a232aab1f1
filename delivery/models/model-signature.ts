import { load } from 'js-yaml';

/** One input or output: of tables its column, of tensors its number type and shape. */
export interface SignatureField {
  readonly name: string;
  /** As MLflow writes it: `double`, `tensor(float32,[-1,4])`. */
  readonly type: string;
  readonly required: boolean;
}

/** What a model takes and gives. */
export interface ModelSignature {
  readonly inputs: readonly SignatureField[];
  readonly outputs: readonly SignatureField[];
}

interface WireField {
  readonly name?: string;
  readonly type?: unknown;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly 'tensor-spec'?: { readonly dtype: string; readonly shape: readonly number[] };
}

const typeOf = (field: WireField): string => {
  const tensor = field['tensor-spec'];
  if (tensor) return `tensor(${tensor.dtype},${JSON.stringify(tensor.shape)})`;
  // Lists and objects say what is inside beside their type.
  const { name: _name, required: _required, optional: _optional, ...type } = field;
  return typeof type.type === 'string' && Object.keys(type).length === 1 ? type.type : JSON.stringify(type);
};

const fieldsOf = (text: unknown): SignatureField[] => {
  if (typeof text !== 'string') return [];
  const fields = JSON.parse(text) as readonly WireField[];
  return fields.map((field, index) => ({
    name: field.name ?? `#${index}`,
    type: typeOf(field),
    required: field.required ?? !(field.optional ?? false),
  }));
};

/** The signature in a file `MLmodel`; `undefined`: it says nothing, or nothing that can be read. */
export function signatureIn(mlmodel: string): ModelSignature | undefined {
  try {
    const { signature } = (load(mlmodel) ?? {}) as { readonly signature?: { inputs?: unknown; outputs?: unknown } };
    return signature && { inputs: fieldsOf(signature.inputs), outputs: fieldsOf(signature.outputs) };
  } catch {
    return undefined;
  }
}

const byName = (fields: readonly SignatureField[]) => new Map(fields.map((field) => [field.name, field]));

/**
 * What callers of one model would notice if another answered them. They send what the old one takes: the new one may
 * take less, and more only where it can do without; it must give all that the old one gives.
 */
export function signatureBreaks(before: ModelSignature, after: ModelSignature): string[] {
  const [oldInputs, newOutputs] = [byName(before.inputs), byName(after.outputs)];
  return [
    ...after.inputs.flatMap(({ name, type, required }) => {
      const old = oldInputs.get(name);
      if (old) return old.type === type ? [] : [`input ${name} was ${old.type}, is ${type}`];
      return required ? [`input ${name} (${type}) is new and required`] : [];
    }),
    ...before.outputs.flatMap(({ name, type }) => {
      const now = newOutputs.get(name);
      if (!now) return [`output ${name} is gone`];
      return now.type === type ? [] : [`output ${name} was ${type}, is ${now.type}`];
    }),
  ];
}
