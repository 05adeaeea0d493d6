// The same order desk after "a minor change": each line that differs from base.cds says what it does.
service ORCHARD_SRV @(requires: 'authenticated-user') {

  @title: 'Order'
  @restrict: [{ grant: 'READ', to: 'Reader' }, { grant: ['CREATE', 'UPDATE'], to: 'Writer' }]
  entity A_Order {
    key OrderID     : String(10);
        @title: 'Customer' @mandatory
        Customer    : String(20); // shorter
        // Reference is gone
        @assert.range
        Status      : String(1) enum { open = 'O'; done = 'D'; held = 'H' } default 'O'; // one value more
        PickedOn    : Date;
        ConfirmedAt : Date; // was a timestamp
        @readonly
        Total       : Decimal(9, 2);
        Weight      : Decimal(9, 2); // a digit behind the point less
        Priority    : Integer default 1; // another default
        Number      : Integer; // was 64 bits wide
        @readonly
        Channel     : String(4); // nobody may write it
        @Core.Immutable
        Carrier     : String(4); // fixed once created
        Remark      : String(20); // longer
        Crates      : Integer not null; // demanded by the database alone
        Lot         : String(4); // no longer mandatory
        @mandatory
        Region      : String(3); // new, and mandatory
        @mandatory
        Grade       : String(1) default 'A'; // new, and mandatory although there is a default
        @cds.on.insert: $now
        @Core.Computed
        createdAt   : Timestamp;
        Items       : Composition of many A_OrderItem on Items.Order = $self;
  }

  @restrict: [{ grant: 'READ', to: 'Reader' }, { grant: ['CREATE', 'UPDATE'], to: 'Writer' }]
  entity A_OrderItem {
    key Order    : Association to A_Order;
    key ItemNo   : String(6);
        @mandatory
        Material : String(18);
        Quantity : Decimal(13, 3) not null default 1;
        Unit     : String(3) default 'KG';
  }

  action release(order : String(10) not null, at : Date) returns Boolean;
}
