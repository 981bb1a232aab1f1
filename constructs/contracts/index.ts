export * from './bindings';
export * from './capabilities';
export * from './infrastructure';
export * from './names';
export * from './need-provider';
export * from './need-requests';
export * from './platform';
export * from './stack-names';
