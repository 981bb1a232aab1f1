export { GitopsChart, type GitopsChartProps } from './gitops-chart';
export { gitopsNamespace, rootName } from './names';
export { rootSource } from './root-source';
export { sitePath, type WaveFolder, waveFolders } from './wave-folder';
