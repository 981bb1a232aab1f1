package jdk.incubator.vector;

public abstract class ByteVector {
    public static final VectorSpecies<Byte> SPECIES_PREFERRED = new VectorSpecies<>() {};
}
