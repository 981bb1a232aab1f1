package jdk.incubator.vector;

public enum VectorShape {
    S_64_BIT;

    public static VectorShape preferredShape() {
        return S_64_BIT;
    }

    public int vectorBitSize() {
        return 64;
    }
}
