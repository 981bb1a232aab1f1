import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import { Struct } from 'google-protobuf/google/protobuf/struct_pb.js';
import type { KubeApiServer } from '../tools/kube-api-server';

/** Messages of Pulumi's protocol; the package has no types for them. */
// biome-ignore lint/suspicious/noExplicitAny: generated without types
type Message = any;

const messages: Message = require('@pulumi/pulumi/proto/provider_pb.js');
const plugin: Message = require('@pulumi/pulumi/proto/plugin_pb.js');
const { ResourceProviderService }: Message = require('@pulumi/pulumi/proto/provider_grpc_pb.js');
const empty: Message = require('google-protobuf/google/protobuf/empty_pb.js');

/** What was asked of the API server, in its order. */
export interface Applied {
  readonly operation: 'create' | 'update' | 'delete';
  readonly object: string;
}

export interface StandIn {
  /** For `PULUMI_DEBUG_PROVIDERS`. */
  readonly attach: string;
  readonly applied: Applied[];
  stop(): void;
}

const objectOf = (inputs: Message): Message => {
  const { __defaults: _, ...object } = inputs;
  return object;
};

const nameOf = ({ kind, metadata }: Message): string =>
  `${kind} ${metadata.namespace ? `${metadata.namespace}/` : ''}${metadata.name}`;

/**
 * Stands in for Pulumi's Kubernetes plugin, which cannot be built from published modules: it speaks the plugin's protocol,
 * and applies objects to a real API server by server-side apply. It knows nothing of readiness and of Helm: charts are
 * only written down.
 */
export async function standInForPlugin(server: KubeApiServer): Promise<StandIn> {
  const applied: Applied[] = [];
  const kubectl = async (words: readonly string[], input?: string): Promise<void> => {
    const { exitCode, stderr } = await server.kubectl(words, input);
    if (exitCode !== 0) throw new Error(stderr.trim());
  };
  const isChart = (request: Message): boolean => request.getUrn().includes('kubernetes:helm.sh/');
  const propertiesOf = (request: Message): Message => request.getProperties()?.toJavaScript() ?? {};
  const apply = async (
    request: Message,
    inputs: Message,
    operation: Applied['operation'],
    preview: boolean,
  ): Promise<void> => {
    if (preview) return;
    if (!isChart(request))
      await kubectl(['apply', '--server-side', '--force-conflicts', '-f', '-'], JSON.stringify(objectOf(inputs)));
    applied.push({ operation, object: isChart(request) ? `Release ${inputs.name}` : nameOf(inputs) });
  };
  const answer =
    (work: (request: Message) => Promise<Message>) =>
    ({ request }: Message, callback: Message): void => {
      work(request).then(
        (response) => callback(null, response),
        (error: Error) => callback({ code: status.UNKNOWN, details: error.message }),
      );
    };
  const checked = async (request: Message): Promise<Message> => {
    const response = new messages.CheckResponse();
    response.setInputs(request.getNews());
    return response;
  };
  const calls: Readonly<Record<string, (request: Message) => Promise<Message>>> = {
    getPluginInfo: async () => {
      const info = new plugin.PluginInfo();
      info.setVersion('4.34.2');
      return info;
    },
    checkConfig: checked,
    diffConfig: async () => new messages.DiffResponse(),
    configure: async () => {
      const response = new messages.ConfigureResponse();
      response.setAcceptsecrets(true);
      response.setSupportspreview(true);
      return response;
    },
    check: checked,
    diff: async (request) => {
      const response = new messages.DiffResponse();
      const [before, after] = [request.getOldInputs(), request.getNews()].map((one) =>
        JSON.stringify(one?.toJavaScript() ?? {}),
      );
      response.setChanges(
        before === after ? messages.DiffResponse.DiffChanges.DIFF_NONE : messages.DiffResponse.DiffChanges.DIFF_SOME,
      );
      return response;
    },
    create: async (request) => {
      const inputs = propertiesOf(request);
      await apply(request, inputs, 'create', request.getPreview());
      const response = new messages.CreateResponse();
      response.setId(request.getPreview() ? '' : request.getUrn().split('::').pop());
      response.setProperties(Struct.fromJavaScript(inputs));
      return response;
    },
    update: async (request) => {
      const inputs = request.getNews().toJavaScript();
      await apply(request, inputs, 'update', request.getPreview());
      const response = new messages.UpdateResponse();
      response.setProperties(request.getNews());
      return response;
    },
    delete: async (request) => {
      const inputs = propertiesOf(request);
      if (!isChart(request)) {
        await kubectl(['delete', '--ignore-not-found', '--wait=false', '-f', '-'], JSON.stringify(objectOf(inputs)));
      }
      applied.push({ operation: 'delete', object: isChart(request) ? `Release ${inputs.name}` : nameOf(inputs) });
      return new empty.Empty();
    },
    cancel: async () => new empty.Empty(),
    attach: async () => new empty.Empty(),
  };
  const grpc = new Server({ 'grpc.max_receive_message_length': 64 * 1024 * 1024 });
  grpc.addService(
    ResourceProviderService,
    Object.fromEntries(Object.entries(calls).map(([name, work]) => [name, answer(work)])),
  );
  const port = await new Promise<number>((resolve, reject) => {
    grpc.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { attach: `kubernetes:${port}`, applied, stop: () => grpc.forceShutdown() };
}
