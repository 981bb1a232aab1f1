import type { ComponentChildren } from 'preact';

/** Widths for which pictures are laid out anew, in units of a drawing: text keeps its size from a phone to a desk. */
export const drawingWidths = { wide: 1040, medium: 720, narrow: 344 } as const;
export type DrawingSize = keyof typeof drawingWidths;

interface Drawn {
  readonly height: number;
  readonly children: ComponentChildren;
}

interface DrawingProps {
  /** Prefix of the ids inside. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Sizes that are drawn; the style sheet shows the one that suits the screen. */
  readonly sizes: readonly DrawingSize[];
  readonly draw: (width: number, size: DrawingSize) => Drawn;
}

/** One picture in several sizes, of which one is seen and read out. */
export const Drawing = ({ id, title, description, sizes, draw }: DrawingProps) => (
  <>
    {sizes.map((size) => {
      const { height, children } = draw(drawingWidths[size], size);
      const own = `${id}-${size}`;
      return (
        <svg
          key={size}
          class={`drawing ${size}`}
          role="img"
          aria-labelledby={`${own}-title ${own}-desc`}
          viewBox={`0 0 ${drawingWidths[size]} ${Math.ceil(height)}`}
        >
          <title id={`${own}-title`}>{title}</title>
          <desc id={`${own}-desc`}>{description}</desc>
          {children}
        </svg>
      );
    })}
  </>
);

/** To a hundredth of a unit: shorter, and the same on every machine. */
export const rounded = (value: number): number => Math.round(value * 100) / 100;

/** A sign of a key, as it is drawn. */
export const Key = ({ kind }: { readonly kind: string }) => (
  <svg class="drawing-key" viewBox="0 0 12 12" aria-hidden="true">
    <rect class={kind} x="0.5" y="0.5" width="11" height="11" />
  </svg>
);
