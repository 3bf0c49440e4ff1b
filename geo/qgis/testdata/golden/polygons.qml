<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.16-Białowieża" styleCategories="AllStyleCategories" labelsEnabled="0">
<flags><Identifiable>1</Identifiable><Removable>1</Removable><Searchable>1</Searchable></flags>
<temporal enabled="1" mode="4" limitMode="0" startField="valid_from" endField="valid_to" startExpression="coalesce(to_datetime(&#34;valid_from&#34;), make_datetime(1, 1, 1, 0, 0, 0))" endExpression="coalesce(to_datetime(&#34;valid_to&#34;), make_datetime(9999, 1, 1, 0, 0, 0))" accumulate="0" durationField="" durationUnit="min" fixedDuration="0"><fixedRange><start></start><end></end></fixedRange></temporal>
<renderer-v2 type="RuleRenderer" symbollevels="0" enableorderby="0" forceraster="0" referencescale="-1">
<rules key="{zones_of_control}">
<rule key="{zones_of_control_0}" label="Reds" filter="&#34;controller&#34; = &#39;the Reds&#39;&#39; own&#39;" symbol="0"/>
<rule key="{zones_of_control_1}" label="hatch" filter="&#34;status&#34; = &#39;contested&#39;" symbol="1"/>
<rule key="{zones_of_control_2}" label="stripes" filter="" symbol="2"/>
<rule key="{zones_of_control_3}" label="dots" filter="" symbol="3"/>
</rules><symbols>
<symbol name="0" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
<layer class="SimpleFill" enabled="1" pass="0" locked="0"><Option type="Map">
<Option name="color" value="170,51,51,255" type="QString"/>
<Option name="style" value="solid" type="QString"/>
<Option name="outline_color" value="48,52,58,255" type="QString"/>
<Option name="outline_style" value="solid" type="QString"/>
<Option name="outline_width" value="0.15" type="QString"/>
<Option name="outline_width_unit" value="MM" type="QString"/>
<Option name="joinstyle" value="round" type="QString"/>
</Option>
</layer>
</symbol>
<symbol name="1" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
<layer class="SimpleFill" enabled="1" pass="0" locked="0"><Option type="Map">
<Option name="color" value="170,51,51,255" type="QString"/>
<Option name="style" value="solid" type="QString"/>
<Option name="outline_color" value="0,0,0,0" type="QString"/>
<Option name="outline_style" value="no" type="QString"/>
<Option name="outline_width" value="0" type="QString"/>
<Option name="outline_width_unit" value="MM" type="QString"/>
<Option name="joinstyle" value="round" type="QString"/>
</Option>
</layer>
<layer class="LinePatternFill" enabled="1" pass="0" locked="0"><Option type="Map">
<Option name="angle" value="45" type="QString"/>
<Option name="color" value="51,51,170,255" type="QString"/>
<Option name="distance" value="3.2" type="QString"/>
<Option name="distance_unit" value="MM" type="QString"/>
<Option name="line_width" value="1" type="QString"/>
<Option name="line_width_unit" value="MM" type="QString"/>
</Option>
<symbol name="@1@1" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
<layer class="SimpleLine" enabled="1" pass="0" locked="0"><Option type="Map">
<Option name="line_color" value="51,51,170,255" type="QString"/>
<Option name="line_style" value="solid" type="QString"/>
<Option name="line_width" value="1" type="QString"/>
<Option name="line_width_unit" value="MM" type="QString"/>
<Option name="joinstyle" value="round" type="QString"/>
<Option name="capstyle" value="round" type="QString"/>
<Option name="use_custom_dash" value="0" type="QString"/>
<Option name="customdash" value="" type="QString"/>
<Option name="customdash_unit" value="MM" type="QString"/>
</Option>
</layer>
</symbol>
</layer>
</symbol>
<symbol name="2" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
<layer class="SimpleFill" enabled="1" pass="0" locked="0"><Option type="Map">
<Option name="color" value="170,51,51,255" type="QString"/>
<Option name="style" value="solid" type="QString"/>
<Option name="outline_color" value="0,0,0,0" type="QString"/>
<Option name="outline_style" value="no" type="QString"/>
<Option name="outline_width" value="0" type="QString"/>
<Option name="outline_width_unit" value="MM" type="QString"/>
<Option name="joinstyle" value="round" type="QString"/>
</Option>
</layer>
<layer class="LinePatternFill" enabled="1" pass="0" locked="0"><Option type="Map">
<Option name="angle" value="135" type="QString"/>
<Option name="color" value="51,51,170,255" type="QString"/>
<Option name="distance" value="3.2" type="QString"/>
<Option name="distance_unit" value="MM" type="QString"/>
<Option name="line_width" value="0.8" type="QString"/>
<Option name="line_width_unit" value="MM" type="QString"/>
</Option>
<symbol name="@2@1" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
<layer class="SimpleLine" enabled="1" pass="0" locked="0"><Option type="Map">
<Option name="line_color" value="51,51,170,255" type="QString"/>
<Option name="line_style" value="solid" type="QString"/>
<Option name="line_width" value="0.8" type="QString"/>
<Option name="line_width_unit" value="MM" type="QString"/>
<Option name="joinstyle" value="round" type="QString"/>
<Option name="capstyle" value="round" type="QString"/>
<Option name="use_custom_dash" value="0" type="QString"/>
<Option name="customdash" value="" type="QString"/>
<Option name="customdash_unit" value="MM" type="QString"/>
</Option>
</layer>
</symbol>
</layer>
</symbol>
<symbol name="3" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
<layer class="SimpleFill" enabled="1" pass="0" locked="0"><Option type="Map">
<Option name="color" value="0,0,0,0" type="QString"/>
<Option name="style" value="no" type="QString"/>
<Option name="outline_color" value="0,0,0,0" type="QString"/>
<Option name="outline_style" value="no" type="QString"/>
<Option name="outline_width" value="0" type="QString"/>
<Option name="outline_width_unit" value="MM" type="QString"/>
<Option name="joinstyle" value="round" type="QString"/>
</Option>
</layer>
<layer class="PointPatternFill" enabled="1" pass="0" locked="0"><Option type="Map">
<Option name="distance_x" value="3.2" type="QString"/>
<Option name="distance_x_unit" value="MM" type="QString"/>
<Option name="distance_y" value="3.2" type="QString"/>
<Option name="distance_y_unit" value="MM" type="QString"/>
<Option name="displacement_x" value="1.6" type="QString"/>
<Option name="displacement_x_unit" value="MM" type="QString"/>
</Option>
<symbol name="@3@1" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">
<layer class="SimpleMarker" enabled="1" pass="0" locked="0"><Option type="Map">
<Option name="name" value="circle" type="QString"/>
<Option name="color" value="119,119,119,255" type="QString"/>
<Option name="outline_color" value="0,0,0,0" type="QString"/>
<Option name="outline_style" value="no" type="QString"/>
<Option name="outline_width" value="0" type="QString"/>
<Option name="outline_width_unit" value="MM" type="QString"/>
<Option name="size" value="0.6" type="QString"/>
<Option name="size_unit" value="MM" type="QString"/>
</Option>
</layer>
</symbol>
</layer>
</symbol>
</symbols></renderer-v2>
<blendMode>0</blendMode><featureBlendMode>0</featureBlendMode><layerOpacity>0.7</layerOpacity>
<layerGeometryType>2</layerGeometryType>
<aliases>
</aliases>
</qgis>
