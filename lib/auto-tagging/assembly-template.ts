export * from '../local/assembly-template';
