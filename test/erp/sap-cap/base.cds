// An order desk for fruit: what the two sides have agreed to.
service ORCHARD_SRV @(requires: 'authenticated-user') {

  @title: 'Order'
  @restrict: [{ grant: 'READ', to: 'Reader' }, { grant: ['CREATE', 'UPDATE'], to: 'Writer' }]
  entity A_Order {
    key OrderID     : String(10);
        @title: 'Customer' @mandatory
        Customer    : String(40);
        Reference   : String(35);
        @assert.range
        Status      : String(1) enum { open = 'O'; done = 'D' } default 'O';
        PickedOn    : Date;
        ConfirmedAt : Timestamp;
        @readonly
        Total       : Decimal(9, 2);
        Weight      : Decimal(9, 3);
        Priority    : Integer default 2;
        Number      : Int64;
        Channel     : String(4);
        Carrier     : String(4);
        Remark      : String(10);
        Crates      : Integer;
        @mandatory
        Lot         : String(4);
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
