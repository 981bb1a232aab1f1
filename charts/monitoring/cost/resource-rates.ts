/**
 * USD an hour by which the price of a machine is shared among its processors, memory and GPUs; a machine without a price,
 * such as one that nobody rents, is counted at them. Defaults of OpenCost 1.120 (`pkg/cloud/provider/providerconfig.go`):
 * shared machines of one public cloud in one region, and a GPU between the small and the large.
 */
export const resourceRates = { vcpu: 0.021811, memoryGiB: 0.002923, gpu: 0.95, volumeGiB: 0.0000548 } as const;

/** What a pod or a machine has. */
export interface Resources {
  readonly vcpus: number;
  readonly memoryGiB: number;
  readonly gpus: number;
}

/** What resources would cost an hour at these rates: only shares of it mean anything where machines have prices. */
export const weightOf = ({ vcpus, memoryGiB, gpus }: Resources): number =>
  vcpus * resourceRates.vcpu + memoryGiB * resourceRates.memoryGiB + gpus * resourceRates.gpu;
