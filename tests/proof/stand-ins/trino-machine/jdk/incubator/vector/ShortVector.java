package jdk.incubator.vector;

public abstract class ShortVector {
    public static final VectorSpecies<Short> SPECIES_PREFERRED = new VectorSpecies<>() {};
}
